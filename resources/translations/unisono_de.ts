<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Unisono</source>
        <translation>Über Unisono</translation>
    </message>
    <message>
        <source>Works of others in Unisono</source>
        <translation>Werke anderer in Unisono</translation>
    </message>
    <message>
        <source>Terms of the chosen work</source>
        <translation>Bedingungen des gewählten Werks</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>All laptops in the room, or across the world, become one loudspeaker.</source>
        <translation>Alle Laptops im Raum oder rund um die Welt werden zu einem Lautsprecher.</translation>
    </message>
    <message>
        <source>Unisono {0}</source>
        <translation>Unisono {0}</translation>
    </message>
    <message>
        <source>With thanks to everybody whose work is in it:</source>
        <translation>Mit Dank an alle, deren Arbeit darin steckt:</translation>
    </message>
</context>
<context>
    <name>ChatPanel</name>
    <message>
        <source>Show the chat</source>
        <extracomment>Words of the wire; each has an icon of the same name. Theirs in the colours that say the same everywhere.</extracomment>
        <translation>Chat zeigen</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Say something to everybody</source>
        <translation>Sag allen etwas</translation>
    </message>
    <message>
        <source>Fold the chat</source>
        <translation>Chat einklappen</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n neu</numerusform>
            <numerusform>%n neu</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was said yet.</source>
        <translation>Noch hat niemand etwas gesagt.</translation>
    </message>
</context>
<context>
    <name>CodeField</name>
    <message>
        <source>Code or link</source>
        <translation>Code oder Link</translation>
    </message>
    <message>
        <source>Invite: a code or a link</source>
        <translation>Einladung: ein Code oder ein Link</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Beitreten</translation>
    </message>
</context>
<context>
    <name>ConnectingPage</name>
    <message>
        <source>Connecting to the party…</source>
        <translation>Verbindung zur Party …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>DelayButton</name>
    <message>
        <source>Sound delay</source>
        <translation>Tonverzögerung</translation>
    </message>
</context>
<context>
    <name>DelayPanel</name>
    <message>
        <source>Sound delay in milliseconds</source>
        <extracomment>Bluetooth loudspeakers are 100 … 400 ms late.</extracomment>
        <translation>Tonverzögerung in Millisekunden</translation>
    </message>
    <message>
        <source>I am too late</source>
        <translation>Ich bin zu spät</translation>
    </message>
    <message>
        <source>I am too early</source>
        <translation>Ich bin zu früh</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Stand between two laptops and adjust until they sound like one. Others do not hear the change.</source>
        <translation>Stell dich zwischen zwei Laptops und stelle nach, bis sie wie einer klingen. Andere hören die Änderung nicht.</translation>
    </message>
    <message>
        <source>Sound delay</source>
        <translation>Tonverzögerung</translation>
    </message>
    <message>
        <source>{0} ms</source>
        <translation>{0} ms</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Settings and more</source>
        <translation>Einstellungen und mehr</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Run a relay for others…</source>
        <translation>Relay für andere …</translation>
    </message>
    <message>
        <source>Sync inspector…</source>
        <translation>Sync-Ansicht …</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>Tastenkürzel …</translation>
    </message>
    <message>
        <source>About Unisono…</source>
        <translation>Über Unisono …</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>The figures could not be saved: {0}. Choose another place.</source>
        <extracomment>A sentence for the person.</extracomment>
        <translation>Die Werte konnten nicht gespeichert werden: {0}. Wähle einen anderen Ort.</translation>
    </message>
    <message>
        <source>Saved in {0}</source>
        <translation>Gespeichert in {0}</translation>
    </message>
    <message>
        <source>Diagnostics copied</source>
        <translation>Diagnose kopiert</translation>
    </message>
</context>
<context>
    <name>InspectorPage</name>
    <message>
        <source>Back</source>
        <extracomment>Samples further apart than this do not belong to one line.</extracomment>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>ppm</source>
        <translation>ppm</translation>
    </message>
    <message>
        <source>I am heard too late</source>
        <translation>Ich bin zu spät zu hören</translation>
    </message>
    <message>
        <source>I am heard too early</source>
        <translation>Ich bin zu früh zu hören</translation>
    </message>
    <message>
        <source>Play a metronome for everybody</source>
        <translation>Metronom für alle</translation>
    </message>
    <message>
        <source>Save the figures…</source>
        <translation>Werte speichern …</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Diagnose kopieren</translation>
    </message>
    <message>
        <source>Figures appear here once you are in a party.</source>
        <translation>Sobald du auf einer Party bist, erscheinen hier Werte.</translation>
    </message>
    <message>
        <source>{0} ms</source>
        <translation>{0} ms</translation>
    </message>
    <message>
        <source>{0} ppm</source>
        <translation>{0} ppm</translation>
    </message>
    <message>
        <source>Sync inspector</source>
        <translation>Sync-Ansicht</translation>
    </message>
    <message>
        <source>How far I am from the party’s time; the band is the uncertainty, dashed lines are jumps.</source>
        <translation>Wie weit ich von der Zeit der Party weg bin; das Band ist die Unsicherheit, gestrichelte Linien sind Sprünge.</translation>
    </message>
    <message>
        <source>How long a question to the relay takes until its answer is here.</source>
        <translation>Wie lange eine Frage an das Relay braucht, bis die Antwort da ist.</translation>
    </message>
    <message>
        <source>By how much the speed is changed to stay in time; 100 ppm cannot be heard.</source>
        <translation>Um wie viel das Tempo geändert wird, um im Takt zu bleiben; 100 ppm sind nicht hörbar.</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Round trips</source>
        <translation>Antwortzeiten</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Korrekturen</translation>
    </message>
    <message>
        <source>Stand between two laptops and press until the clicks sound like one. Only this one changes.</source>
        <translation>Stell dich zwischen zwei Laptops und drücke, bis das Klicken wie eins klingt. Nur dieser hier ändert sich.</translation>
    </message>
    <message>
        <source>Sound delay</source>
        <translation>Tonverzögerung</translation>
    </message>
</context>
<context>
    <name>InvitePanel</name>
    <message>
        <source>Copy link</source>
        <extracomment>The text to copy and what it is, in words. Whether the party is to be shown on this network.</extracomment>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>Show as QR code</source>
        <translation>Als QR-Code zeigen</translation>
    </message>
    <message>
        <source>Show on this network</source>
        <translation>Im Netzwerk zeigen</translation>
    </message>
    <message>
        <source>Everybody in the same network sees your name and this party, and joins with one click.</source>
        <translation>Alle im selben Netzwerk sehen deinen Namen und diese Party und kommen mit einem Klick dazu.</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>Einladung</translation>
    </message>
    <message>
        <source>Code {0}</source>
        <translation>Code {0}</translation>
    </message>
    <message>
        <source>Anybody here joins with one click</source>
        <translation>Alle hier kommen mit einem Klick dazu</translation>
    </message>
    <message>
        <source>Others need the code or the link</source>
        <translation>Andere brauchen Code oder Link</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Link kopiert</translation>
    </message>
    <message>
        <source>Code copied</source>
        <translation>Code kopiert</translation>
    </message>
</context>
<context>
    <name>LibvlcDialog</name>
    <message>
        <source>libVLC is missing</source>
        <translation>libVLC fehlt</translation>
    </message>
    <message>
        <source>Unisono decodes music with libVLC, which this computer does not have yet.</source>
        <translation>Unisono dekodiert Musik mit libVLC, das dieser Computer noch nicht hat.</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
</context>
<context>
    <name>MemberList</name>
    <message>
        <source>Members</source>
        <extracomment>member id and volume in [0, 1] whether the host may set our own volume</extracomment>
        <translation>Mitglieder</translation>
    </message>
</context>
<context>
    <name>NearbyList</name>
    <message>
        <source>On this network</source>
        <extracomment>More rows than this would push the page&apos;s other content away; the rest comes with a click. A list that comes up under a pointer that is about to click waits, but not for a pointer that was left lying there. the invite</extracomment>
        <translation>In diesem Netzwerk</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>%n weitere zeigen</numerusform>
            <numerusform>%n weitere zeigen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NearbyRow</name>
    <message>
        <source>{0}’s party</source>
        <translation>Party von {0}</translation>
    </message>
    <message>
        <source>A party</source>
        <translation>Eine Party</translation>
    </message>
    <message>
        <source>Join {0}, code {1}</source>
        <translation>{0} beitreten, Code {1}</translation>
    </message>
</context>
<context>
    <name>PartyPage</name>
    <message>
        <source>Add music…</source>
        <translation>Musik hinzufügen …</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Remove everything but what plays now</source>
        <translation>Alles entfernen außer dem, was gerade läuft</translation>
    </message>
    <message>
        <source>Nothing is playing</source>
        <translation>Es läuft nichts</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>In the party</source>
        <translation>Auf der Party</translation>
    </message>
</context>
<context>
    <name>PlayButton</name>
    <message>
        <source>Pause for everybody</source>
        <translation>Pause für alle</translation>
    </message>
    <message>
        <source>Play for everybody</source>
        <translation>Für alle abspielen</translation>
    </message>
    <message>
        <source>{0} (Space)</source>
        <translation>{0} (Leertaste)</translation>
    </message>
</context>
<context>
    <name>PulseLine</name>
    <message>
        <source>too early</source>
        <extracomment>A dot&apos;s radius at normal text.</extracomment>
        <translation>zu früh</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>zu spät</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
</context>
<context>
    <name>QrCode</name>
    <message>
        <source>Invite link as a QR code</source>
        <translation>Einladungslink als QR-Code</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Play now</source>
        <translation>Jetzt spielen</translation>
    </message>
    <message>
        <source>Play next</source>
        <translation>Als Nächstes spielen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n tracks</source>
        <translation>
            <numerusform>%n Titel entfernen</numerusform>
            <numerusform>%n Titel entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Drop music here</source>
        <translation>Musik hier ablegen</translation>
    </message>
    <message>
        <source>Nothing is queued yet</source>
        <translation>Noch nichts in der Warteschlange</translation>
    </message>
</context>
<context>
    <name>RelayDialog</name>
    <message>
        <source>Relay for others</source>
        <translation>Relay für andere</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>A relay lets people hold parties of their own through this computer. Your own parties need none. It runs as long as this window is open.</source>
        <translation>Über ein Relay können andere eigene Partys über diesen Computer feiern. Deine eigenen Partys brauchen keins. Es läuft, solange dieses Fenster offen ist.</translation>
    </message>
    <message>
        <source>The relay runs. Others enter one of these under Settings, Relay:</source>
        <translation>Das Relay läuft. Andere tragen eine dieser Adressen unter Einstellungen, Relay ein:</translation>
    </message>
    <message>
        <source>The relay runs, but this computer is in no network.</source>
        <translation>Das Relay läuft, aber dieser Computer ist in keinem Netz.</translation>
    </message>
    <message>
        <source>The relay does not run.</source>
        <translation>Das Relay läuft nicht.</translation>
    </message>
    <message>
        <source>End the relay</source>
        <translation>Relay beenden</translation>
    </message>
    <message>
        <source>Start the relay</source>
        <translation>Relay starten</translation>
    </message>
</context>
<context>
    <name>SeekBar</name>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Back</source>
        <extracomment>A field of `Settings` and its new value.</extracomment>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Dein Name</translation>
    </message>
    <message>
        <source>Sound through</source>
        <translation>Ton über</translation>
    </message>
    <message>
        <source>Loudspeaker</source>
        <translation>Lautsprecher</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal suchen</translation>
    </message>
    <message>
        <source>Never touch the pitch</source>
        <translation>Tonhöhe nie verändern</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Relay</source>
        <translation>Relay</translation>
    </message>
    <message>
        <source>This computer’s own</source>
        <translation>Das dieses Computers</translation>
    </message>
    <message>
        <source>Show my parties on this network</source>
        <translation>Meine Partys im Netzwerk zeigen</translation>
    </message>
    <message>
        <source>Keep decoded music</source>
        <translation>Dekodierte Musik aufheben</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Takes effect when Unisono is started again.</source>
        <translation>Gilt, sobald Unisono neu gestartet wird.</translation>
    </message>
    <message>
        <source>{0} ms…</source>
        <translation>{0} ms …</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Unisono sends nothing about you anywhere.</source>
        <translation>Unisono schickt nichts über dich irgendwohin.</translation>
    </message>
    <message>
        <source>For a loudspeaker that is heard too late, over Bluetooth for example.</source>
        <translation>Für einen Lautsprecher, der zu spät zu hören ist, zum Beispiel über Bluetooth.</translation>
    </message>
    <message>
        <source>Keep in time by short crossfades only, never by a slightly changed speed.</source>
        <translation>Nur durch kurze Überblendungen im Takt bleiben, nie durch leicht geändertes Tempo.</translation>
    </message>
    <message>
        <source>How patient the sync is. Automatic suits nearly everybody.</source>
        <translation>Wie geduldig der Abgleich ist. Automatisch passt fast immer.</translation>
    </message>
    <message>
        <source>Where your parties are held. Empty: on this computer.</source>
        <translation>Wo deine Partys stattfinden. Leer: auf diesem Computer.</translation>
    </message>
    <message>
        <source>Others in the same network see your name and join with one click. A PIN hides a party.</source>
        <translation>Andere im selben Netzwerk sehen deinen Namen und kommen mit einem Klick dazu. Eine PIN verbirgt die Party.</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>What the others call you.</source>
        <translation>Wie die anderen dich nennen.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>The sound system to use.</source>
        <translation>Welches Tonsystem benutzt wird.</translation>
    </message>
    <message>
        <source>Sound delay</source>
        <translation>Tonverzögerung</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Abgleich</translation>
    </message>
    <message>
        <source>Parties</source>
        <translation>Partys</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Dark, light, or as the system has it.</source>
        <translation>Dunkel, hell oder wie im System.</translation>
    </message>
    <message>
        <source>Of this window.</source>
        <translation>Dieses Fensters.</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Choose music…</source>
        <extracomment>The wire&apos;s limit for a name. The field was left with another name. Enter was pressed in it.</extracomment>
        <translation>Musik auswählen …</translation>
    </message>
    <message>
        <source>Start without music</source>
        <translation>Ohne Musik starten</translation>
    </message>
    <message>
        <source>Unisono ended in the middle of a party.</source>
        <translation>Unisono wurde mitten in einer Party beendet.</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Demo ausprobieren</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>You are</source>
        <translation>Du bist</translation>
    </message>
    <message>
        <source>What should the others call you?</source>
        <translation>Wie sollen die anderen dich nennen?</translation>
    </message>
    <message>
        <source>End the demo</source>
        <translation>Demo beenden</translation>
    </message>
    <message>
        <source>Enter your name first.</source>
        <translation>Gib zuerst deinen Namen ein.</translation>
    </message>
    <message>
        <source>Go back to your party {0}</source>
        <translation>Zurück zu deiner Party {0}</translation>
    </message>
    <message>
        <source>Go back to the party {0}</source>
        <translation>Zurück zur Party {0}</translation>
    </message>
    <message>
        <source>{0}’s party</source>
        <translation>Party von {0}</translation>
    </message>
    <message>
        <source>All laptops in the room, or across the world, become one loudspeaker.</source>
        <translation>Alle Laptops im Raum oder rund um die Welt werden zu einem Lautsprecher.</translation>
    </message>
    <message>
        <source>Play the same music at the same instant</source>
        <translation>Dieselbe Musik im selben Augenblick</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Dein Name</translation>
    </message>
    <message>
        <source>Drop music or folders here</source>
        <translation>Musik oder Ordner hier ablegen</translation>
    </message>
    <message>
        <source>You choose the music. Friends join with a code.</source>
        <translation>Du wählst die Musik. Freunde kommen mit einem Code dazu.</translation>
    </message>
    <message>
        <source>Start a party</source>
        <translation>Eine Party starten</translation>
    </message>
    <message>
        <source>Recent parties</source>
        <translation>Letzte Partys</translation>
    </message>
    <message>
        <source>Enter the code the host sees, or paste a link.</source>
        <translation>Gib den Code ein, den der Gastgeber sieht, oder füge einen Link ein.</translation>
    </message>
    <message>
        <source>For example ACD-EFG@192.168.1.20</source>
        <translation>Zum Beispiel ACD-EFG@192.168.1.20</translation>
    </message>
    <message>
        <source>Join a party</source>
        <translation>Einer Party beitreten</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Start without</source>
        <translation>Ohne sie starten</translation>
    </message>
    <message>
        <source>Resync</source>
        <translation>Neu abgleichen</translation>
    </message>
    <message>
        <source>Measure again and jump to where the party is (Ctrl+R)</source>
        <translation>Neu messen und dorthin springen, wo die Party ist (Strg+R)</translation>
    </message>
</context>
<context>
    <name>TimePlot</name>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close</source>
        <extracomment>The notice&apos;s action was chosen.</extracomment>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Previous (Ctrl+Left)</source>
        <translation>Zurück (Strg+Links)</translation>
    </message>
    <message>
        <source>Next (Ctrl+Right)</source>
        <translation>Weiter (Strg+Rechts)</translation>
    </message>
    <message>
        <source>Stop for everybody</source>
        <translation>Für alle anhalten</translation>
    </message>
    <message>
        <source>{0} is in control</source>
        <translation>{0} steuert</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Mute me</source>
        <translation>Mich stummschalten</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Fenster zeigen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Pause for everybody</source>
        <translation>Pause für alle</translation>
    </message>
    <message>
        <source>Play for everybody</source>
        <translation>Für alle abspielen</translation>
    </message>
</context>
<context>
    <name>UploadList</name>
    <message>
        <source>and {0} more files</source>
        <extracomment>Other rows are shown: the Tab key has another way.</extracomment>
        <translation>und {0} weitere Dateien</translation>
    </message>
</context>
<context>
    <name>VolumeControl</name>
    <message>
        <source>Mute (M)</source>
        <translation>Stumm (M)</translation>
    </message>
    <message>
        <source>My volume</source>
        <translation>Meine Lautstärke</translation>
    </message>
    <message>
        <source>My volume, heard on this computer only</source>
        <translation>Meine Lautstärke, nur auf diesem Computer</translation>
    </message>
    <message>
        <source>Sound on (M)</source>
        <translation>Ton an (M)</translation>
    </message>
</context>
<context>
    <name>_MemberDelegate</name>
    <message>
        <source>{0} (you)</source>
        <translation>{0} (du)</translation>
    </message>
</context>
<context>
    <name>_UploadRow</name>
    <message>
        <source>Cancel {0}</source>
        <extracomment>A dropped folder has hundreds of files; the first few tell enough.</extracomment>
        <translation>{0} abbrechen</translation>
    </message>
</context>
<context>
    <name>ask</name>
    <message>
        <source>Choose music</source>
        <extracomment>For the dialog&apos;s filter only: what is music, the decoder decides.</extracomment>
        <translation>Musik auswählen</translation>
    </message>
    <message>
        <source>Music ({0})</source>
        <translation>Musik ({0})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>banner</name>
    <message>
        <source>Try again</source>
        <extracomment>Icon and colour tint of each kind; the music going on is no alarm.</extracomment>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Resync</source>
        <translation>Neu abgleichen</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>How to install</source>
        <translation>So installieren</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>Play or pause for everybody</source>
        <translation>Abspielen oder Pause für alle</translation>
    </message>
    <message>
        <source>Five seconds back or on</source>
        <translation>Fünf Sekunden zurück oder vor</translation>
    </message>
    <message>
        <source>Previous or next</source>
        <translation>Voriger oder nächster Titel</translation>
    </message>
    <message>
        <source>Half a minute back or on, on the waveform</source>
        <translation>Auf der Wellenform: eine halbe Minute zurück oder vor</translation>
    </message>
    <message>
        <source>To the beginning or the end, on the waveform</source>
        <translation>Auf der Wellenform: zum Anfang oder zum Ende</translation>
    </message>
    <message>
        <source>My volume</source>
        <translation>Meine Lautstärke</translation>
    </message>
    <message>
        <source>Mute me</source>
        <translation>Mich stummschalten</translation>
    </message>
    <message>
        <source>Add music</source>
        <translation>Musik hinzufügen</translation>
    </message>
    <message>
        <source>Join with the copied invite</source>
        <translation>Mit der kopierten Einladung beitreten</translation>
    </message>
    <message>
        <source>Resync me</source>
        <translation>Mich neu abgleichen</translation>
    </message>
    <message>
        <source>Play or remove the chosen item of the queue</source>
        <translation>Den gewählten Eintrag spielen oder entfernen</translation>
    </message>
    <message>
        <source>What else can be done with the chosen item or member</source>
        <translation>Was sich mit dem gewählten Titel oder Mitglied noch tun lässt</translation>
    </message>
    <message>
        <source>Take back the last change of the queue</source>
        <translation>Die letzte Änderung der Warteschlange zurücknehmen</translation>
    </message>
    <message>
        <source>Move the chosen item</source>
        <translation>Den gewählten Eintrag verschieben</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Sync inspector</source>
        <translation>Sync-Ansicht</translation>
    </message>
    <message>
        <source>Back from settings or inspector</source>
        <translation>Zurück aus Einstellungen oder Sync-Ansicht</translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation>Diese Übersicht</translation>
    </message>
    <message>
        <source>Install VLC 3, the 64-bit version, then press Try again:</source>
        <translation>Installiere VLC 3 in der 64-Bit-Fassung und drücke dann „Noch einmal“:</translation>
    </message>
    <message>
        <source>Install VLC 3 into Applications, then press Try again:</source>
        <translation>Installiere VLC 3 unter Programme und drücke dann „Noch einmal“:</translation>
    </message>
    <message>
        <source>Install VLC’s library with your package manager, for example on Debian and Ubuntu:</source>
        <translation>Installiere die Bibliothek von VLC mit deiner Paketverwaltung, zum Beispiel unter Debian und Ubuntu:</translation>
    </message>
</context>
<context>
    <name>members</name>
    <message>
        <source>The host may set my volume</source>
        <translation>Der Gastgeber darf meine Lautstärke einstellen</translation>
    </message>
    <message>
        <source>Make {0} the host</source>
        <translation>{0} zum Gastgeber machen</translation>
    </message>
    <message>
        <source>Send {0} away</source>
        <translation>{0} wegschicken</translation>
    </message>
    <message>
        <source>Volume of {0}</source>
        <translation>Lautstärke von {0}</translation>
    </message>
</context>
<context>
    <name>news</name>
    <message>
        <source>Playing {0}</source>
        <translation>Es läuft: {0}</translation>
    </message>
    <message>
        <source>Preparing, starting in {0} s</source>
        <translation>Vorbereitung, Start in {0} s</translation>
    </message>
    <message>
        <source>Joined: {0}</source>
        <translation>Neu dabei: {0}</translation>
    </message>
    <message>
        <source>Left: {0}</source>
        <translation>Gegangen: {0}</translation>
    </message>
    <message>
        <source>Connection lost: {0}</source>
        <translation>Verbindung verloren: {0}</translation>
    </message>
    <message>
        <source>Back again: {0}</source>
        <translation>Wieder da: {0}</translation>
    </message>
    <message>
        <source>All in sync again</source>
        <translation>Alle wieder synchron</translation>
    </message>
    <message>
        <source>You are out of sync</source>
        <translation>Du bist nicht synchron</translation>
    </message>
    <message>
        <source>Out of sync: {0}</source>
        <translation>Nicht synchron: {0}</translation>
    </message>
</context>
<context>
    <name>questions</name>
    <message>
        <source>Leave your own party?</source>
        <translation>Deine eigene Party verlassen?</translation>
    </message>
    <message>
        <source>If you leave, another member becomes the host. If this computer runs the party, it ends for everybody.</source>
        <translation>Wenn du gehst, wird jemand anderes Gastgeber. Läuft die Party auf diesem Computer, endet sie für alle.</translation>
    </message>
    <message>
        <source>End the party</source>
        <translation>Party beenden</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>Save the sync figures</source>
        <translation>Sync-Werte speichern</translation>
    </message>
    <message>
        <source>Join another party?</source>
        <translation>Einer anderen Party beitreten?</translation>
    </message>
    <message>
        <source>You leave this party for it. If this computer runs this party, it ends for everybody.</source>
        <translation>Du verlässt dafür diese Party. Läuft sie auf diesem Computer, endet sie für alle.</translation>
    </message>
    <message>
        <source>Leave and join</source>
        <translation>Verlassen und beitreten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close Unisono?</source>
        <translation>Unisono schließen?</translation>
    </message>
    <message>
        <source>You are the host: if this computer runs the party, the music stops for everybody.</source>
        <translation>Du bist der Gastgeber: Läuft die Party auf diesem Computer, verstummt die Musik für alle.</translation>
    </message>
</context>
<context>
    <name>reception</name>
    <message>
        <source>Only the host adds music. Ask {0} to add yours.</source>
        <translation>Nur der Gastgeber fügt Musik hinzu. Bitte {0}, deine hinzuzufügen.</translation>
    </message>
    <message>
        <source>Drop to start a party</source>
        <translation>Ablegen, um eine Party zu starten</translation>
    </message>
    <message>
        <source>Drop to add to the queue</source>
        <translation>Ablegen, um sie einzureihen</translation>
    </message>
    <message>
        <source>Only the host adds music</source>
        <translation>Nur der Gastgeber fügt Musik hinzu</translation>
    </message>
</context>
<context>
    <name>relay</name>
    <message>
        <source>If others cannot connect, allow Unisono in Windows’ firewall for private networks:</source>
        <translation>Wenn andere sich nicht verbinden können, erlaube Unisono in der Windows-Firewall für private Netze:</translation>
    </message>
    <message>
        <source>If others cannot connect, allow incoming connections for Unisono in System Settings, Network, Firewall.</source>
        <translation>Wenn andere sich nicht verbinden können, erlaube eingehende Verbindungen für Unisono in Systemeinstellungen, Netzwerk, Firewall.</translation>
    </message>
    <message>
        <source>If others cannot connect, open the port in your firewall, for example:</source>
        <translation>Wenn andere sich nicht verbinden können, öffne den Port in deiner Firewall, zum Beispiel:</translation>
    </message>
</context>
<context>
    <name>said</name>
    <message>
        <source>{why}</source>
        <extracomment>Words of somebody else, shown as they came: a relay that is newer than we are, a child process, the window.</extracomment>
        <translation>{why}</translation>
    </message>
    <message>
        <source>Not connected to the party at the moment. Try again when the connection is back.</source>
        <translation>Im Moment keine Verbindung zur Party. Versuch es noch einmal, wenn sie wieder da ist.</translation>
    </message>
    <message>
        <source>Not connected to the party at the moment. Say it again when the connection is back.</source>
        <translation>Im Moment keine Verbindung zur Party. Sag es noch einmal, wenn sie wieder da ist.</translation>
    </message>
    <message>
        <source>The host is in control of the music.</source>
        <translation>Der Gastgeber steuert die Musik.</translation>
    </message>
    <message>
        <source>Only the host can add music.</source>
        <translation>Nur der Gastgeber kann Musik hinzufügen.</translation>
    </message>
    <message>
        <source>Nothing to play yet: add music first.</source>
        <translation>Noch nichts zum Spielen da: Füge zuerst Musik hinzu.</translation>
    </message>
    <message>
        <source>“{name}” is not opened: its address is neither http nor https. Ask the host for another file.</source>
        <translation>„{name}“ wird nicht geöffnet: Die Adresse ist weder http noch https. Bitte den Gastgeber um eine andere Datei.</translation>
    </message>
    <message>
        <source>The host set your volume to {count} %.</source>
        <translation>Der Gastgeber hat deine Lautstärke auf {count} % gestellt.</translation>
    </message>
    <message>
        <source>Removed “{name}”</source>
        <translation>„{name}“ entfernt</translation>
    </message>
    <message numerus="yes">
        <source>Removed %n tracks</source>
        <translation>
            <numerusform>%n Titel entfernt</numerusform>
            <numerusform>%n Titel entfernt</numerusform>
        </translation>
    </message>
    <message>
        <source>Moved “{name}”</source>
        <translation>„{name}“ verschoben</translation>
    </message>
    <message numerus="yes">
        <source>Moved %n tracks</source>
        <translation>
            <numerusform>%n Titel verschoben</numerusform>
            <numerusform>%n Titel verschoben</numerusform>
        </translation>
    </message>
    <message>
        <source>To be played next: “{name}”</source>
        <translation>Als Nächstes: „{name}“</translation>
    </message>
    <message numerus="yes">
        <source>To be played next: %n tracks</source>
        <translation>
            <numerusform>Als Nächstes: %n Titel</numerusform>
            <numerusform>Als Nächstes: %n Titel</numerusform>
        </translation>
    </message>
    <message>
        <source>You left the party.</source>
        <translation>Du hast die Party verlassen.</translation>
    </message>
    <message>
        <source>You ended the party.</source>
        <translation>Du hast die Party beendet.</translation>
    </message>
    <message>
        <source>The host ended the party.</source>
        <translation>Der Gastgeber hat die Party beendet.</translation>
    </message>
    <message>
        <source>The host removed you from the party.</source>
        <translation>Der Gastgeber hat dich aus der Party entfernt.</translation>
    </message>
    <message>
        <source>This party is over. Start another one, or ask for a new code.</source>
        <translation>Diese Party ist vorbei. Starte eine neue oder frag nach einem neuen Code.</translation>
    </message>
    <message>
        <source>There is no party to go back to. Start one, or join one with its code.</source>
        <translation>Es gibt keine Party, zu der du zurückkehren kannst. Starte eine oder tritt einer mit ihrem Code bei.</translation>
    </message>
    <message>
        <source>libVLC is missing: no music can be played here</source>
        <translation>libVLC fehlt: Hier kann keine Musik gespielt werden</translation>
    </message>
    <message>
        <source>Reconnecting: the music goes on</source>
        <translation>Neue Verbindung wird aufgebaut: Die Musik läuft weiter</translation>
    </message>
    <message>
        <source>Reconnecting: please wait</source>
        <translation>Neue Verbindung wird aufgebaut: Bitte warten</translation>
    </message>
    <message>
        <source>Still reconnecting, the music goes on.</source>
        <translation>Noch immer keine Verbindung, die Musik läuft weiter.</translation>
    </message>
    <message>
        <source>Still reconnecting, please wait.</source>
        <translation>Noch immer keine Verbindung, bitte warten.</translation>
    </message>
    <message>
        <source>You are {figure} s ahead</source>
        <translation>Du bist {figure} s voraus</translation>
    </message>
    <message>
        <source>You are {figure} s behind</source>
        <translation>Du bist {figure} s zurück</translation>
    </message>
    <message>
        <source>Not synchronised: this relay does not tell its time, so expect to hear an echo</source>
        <translation>Nicht synchron: Dieses Relay sagt seine Zeit nicht, du wirst ein Echo hören</translation>
    </message>
    <message>
        <source>The host is away: the music goes on</source>
        <translation>Der Gastgeber ist weg: Die Musik läuft weiter</translation>
    </message>
    <message>
        <source>The certificate of {where} is not trusted. Ask the host for a valid one, or use a plain address.</source>
        <translation>Dem Zertifikat von {where} wird nicht vertraut. Bitte den Gastgeber um ein gültiges, oder nimm eine Adresse ohne Verschlüsselung.</translation>
    </message>
    <message>
        <source>The certificate of {where} is not trusted ({why}). Ask the host for a valid one, or use a plain address.</source>
        <translation>Dem Zertifikat von {where} wird nicht vertraut ({why}). Bitte den Gastgeber um ein gültiges, oder nimm eine Adresse ohne Verschlüsselung.</translation>
    </message>
    <message>
        <source>{where} does not speak TLS. Check the address; without TLS it starts with http:// or ws://.</source>
        <translation>{where} spricht kein TLS. Prüf die Adresse; ohne TLS beginnt sie mit http:// oder ws://.</translation>
    </message>
    <message>
        <source>The relay at {where} is busy or restarting. Try again in a moment.</source>
        <translation>Das Relay auf {where} ist beschäftigt oder startet neu. Versuch es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Something answers at {where}, but it is no Unisono relay. Check the address and the port.</source>
        <translation>Auf {where} antwortet etwas, aber es ist kein Unisono-Relay. Prüf Adresse und Port.</translation>
    </message>
    <message>
        <source>{where} did not answer. Check the address, and that a firewall lets it through.</source>
        <translation>{where} hat nicht geantwortet. Prüf die Adresse, und ob eine Firewall es durchlässt.</translation>
    </message>
    <message>
        <source>No relay is running at {where}. Ask the host whether the party is still open.</source>
        <translation>Auf {where} läuft kein Relay. Frag den Gastgeber, ob die Party noch offen ist.</translation>
    </message>
    <message>
        <source>The name {name} was not found. Check the address and your network.</source>
        <translation>Der Name {name} wurde nicht gefunden. Prüf die Adresse und dein Netz.</translation>
    </message>
    <message>
        <source>The relay at {where} closed the connection.</source>
        <translation>Das Relay auf {where} hat die Verbindung geschlossen.</translation>
    </message>
    <message>
        <source>{where} cannot be reached. Check the address and your network.</source>
        <translation>{where} ist nicht zu erreichen. Prüf die Adresse und dein Netz.</translation>
    </message>
    <message>
        <source>{where} cannot be reached: {why}. Check the address and your network.</source>
        <translation>{where} ist nicht zu erreichen: {why}. Prüf die Adresse und dein Netz.</translation>
    </message>
    <message>
        <source>The connection to {where} failed: {why}.</source>
        <translation>Die Verbindung zu {where} ist gescheitert: {why}.</translation>
    </message>
    <message>
        <source>The relay at {where} is not ready, and does not say why. Try again later.</source>
        <translation>Das Relay auf {where} ist nicht bereit und sagt nicht, warum. Versuch es später noch einmal.</translation>
    </message>
    <message>
        <source>The relay at {where} is not ready. {why}</source>
        <translation>Das Relay auf {where} ist nicht bereit. {why}</translation>
    </message>
    <message>
        <source>The relay at {where} broke the connection off. Try again.</source>
        <translation>Das Relay auf {where} hat die Verbindung abgebrochen. Versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The relay answered with HTTP status {count}. Check the address, or try again later.</source>
        <translation>Das Relay hat mit dem HTTP-Status {count} geantwortet. Prüf die Adresse, oder versuch es später.</translation>
    </message>
    <message>
        <source>The answer is not a Unisono relay&apos;s. Check the address.</source>
        <translation>Das ist nicht die Antwort eines Unisono-Relays. Prüf die Adresse.</translation>
    </message>
    <message>
        <source>The relay does not know you as host any more. Join the party again.</source>
        <translation>Das Relay kennt dich nicht mehr als Gastgeber. Tritt der Party noch einmal bei.</translation>
    </message>
    <message>
        <source>The relay does not have this. It may have been restarted.</source>
        <translation>Das Relay hat das nicht. Vielleicht wurde es neu gestartet.</translation>
    </message>
    <message>
        <source>{name}: {then}</source>
        <translation>{name}: {then}</translation>
    </message>
    <message>
        <source>{name} cannot be read: {why}.</source>
        <translation>{name} ist nicht zu lesen: {why}.</translation>
    </message>
    <message>
        <source>The file cannot be read any further: {why}.</source>
        <translation>Die Datei ist nicht weiter zu lesen: {why}.</translation>
    </message>
    <message>
        <source>The file became shorter while it was sent. Add it again.</source>
        <translation>Die Datei wurde kürzer, während sie gesendet wurde. Füge sie noch einmal hinzu.</translation>
    </message>
    <message>
        <source>{name} could not be sent. Try again; the log has the details.</source>
        <translation>{name} konnte nicht gesendet werden. Versuch es noch einmal; das Protokoll weiß mehr.</translation>
    </message>
    <message>
        <source>No music in {where}. Choose audio files.</source>
        <translation>Keine Musik in {where}. Wähl Musikdateien aus.</translation>
    </message>
    <message>
        <source>{where} cannot be read: {why}. Check the name and try again.</source>
        <translation>{where} ist nicht zu lesen: {why}. Prüf den Namen und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Only the first {count} files are added. Add the rest later.</source>
        <translation>Nur die ersten {count} Dateien kommen dazu. Füge den Rest später hinzu.</translation>
    </message>
    <message>
        <source>“{name}” is not a party code: a code has {count} letters and digits.</source>
        <translation>„{name}“ ist kein Code einer Party: Ein Code hat {count} Buchstaben und Ziffern.</translation>
    </message>
    <message>
        <source>“{name}” is not a party code: no code has {why} in it. Read it again.</source>
        <translation>„{name}“ ist kein Code einer Party: In keinem Code kommt {why} vor. Lies ihn noch einmal.</translation>
    </message>
    <message>
        <source>“{name}” says which party, but not where. Paste the link, or add the host’s address: {name}@192.168.1.20</source>
        <translation>„{name}“ sagt, welche Party, aber nicht, wo. Füge den Link ein, oder die Adresse des Gastgebers: {name}@192.168.1.20</translation>
    </message>
    <message>
        <source>“{name}” is not an invite. An invite looks like ABC-DEF@192.168.1.20 or http://192.168.1.20:8750/join/ABCDEF.</source>
        <translation>„{name}“ ist keine Einladung. Eine Einladung sieht aus wie ABC-DEF@192.168.1.20 oder http://192.168.1.20:8750/join/ABCDEF.</translation>
    </message>
    <message>
        <source>“{name}” holds no usable address. An invite looks like ABC-DEF@192.168.1.20 or http://192.168.1.20:8750/join/ABCDEF.</source>
        <translation>„{name}“ enthält keine brauchbare Adresse. Eine Einladung sieht aus wie ABC-DEF@192.168.1.20 oder http://192.168.1.20:8750/join/ABCDEF.</translation>
    </message>
    <message>
        <source>“{name}” is not a relay address: it starts with ws://, wss://, http:// or https://.</source>
        <translation>„{name}“ ist keine Adresse eines Relays: Sie beginnt mit ws://, wss://, http:// oder https://.</translation>
    </message>
    <message>
        <source>“{name}” is not a music file that can be played. Choose another file.</source>
        <translation>„{name}“ ist keine Musikdatei, die sich spielen lässt. Wähl eine andere Datei.</translation>
    </message>
    <message>
        <source>“{name}” is copy-protected and cannot be played. Choose a file without protection.</source>
        <translation>„{name}“ ist kopiergeschützt und lässt sich nicht spielen. Wähl eine Datei ohne Schutz.</translation>
    </message>
    <message>
        <source>“{name}” is damaged and cannot be played. Choose another copy of it.</source>
        <translation>„{name}“ ist beschädigt und lässt sich nicht spielen. Wähl eine andere Kopie.</translation>
    </message>
    <message>
        <source>“{name}” cannot be found. Check that it still exists, then add it again.</source>
        <translation>„{name}“ ist nicht zu finden. Prüf, ob es noch da ist, und füge es noch einmal hinzu.</translation>
    </message>
    <message>
        <source>“{name}” could not be downloaded. Check the connection, then try again.</source>
        <translation>„{name}“ konnte nicht geladen werden. Prüf die Verbindung und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>There is no room on the disk to decode “{name}”. Free some space, then try again.</source>
        <translation>Auf der Festplatte ist kein Platz, um „{name}“ zu dekodieren. Schaff Platz und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>“{name}” is an endless stream. Start Unisono with “--output vlc” to play it.</source>
        <translation>„{name}“ ist ein Stream ohne Ende. Starte Unisono mit „--output vlc“, um ihn zu spielen.</translation>
    </message>
    <message>
        <source>“{name}” could not be decoded: the decoder stopped. Try again, or choose another copy of it.</source>
        <translation>„{name}“ konnte nicht dekodiert werden: Der Dekoder brach ab. Versuch es noch einmal, oder wähl eine andere Kopie.</translation>
    </message>
    <message>
        <source>VLC&apos;s library (libVLC), which reads the music, is missing.</source>
        <translation>Die Bibliothek von VLC (libVLC), die die Musik liest, fehlt.</translation>
    </message>
    <message>
        <source>The stream {name} ended or cannot be reached. Check the address and the connection.</source>
        <translation>Der Stream {name} ist zu Ende oder nicht zu erreichen. Prüf die Adresse und die Verbindung.</translation>
    </message>
    <message>
        <source>Install VLC 3 (64-bit) from {where} or run “{name}”, then try again.</source>
        <translation>Installiere VLC 3 (64 Bit) von {where} oder führ „{name}“ aus und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Install VLC 3 from {where} or run “{name}”, then try again.</source>
        <translation>Installiere VLC 3 von {where} oder führ „{name}“ aus und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Run “{name}”, then try again.</source>
        <translation>Führ „{name}“ aus und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Install VLC 3 with your system&apos;s package manager or from {where}, then try again.</source>
        <translation>Installiere VLC 3 mit der Paketverwaltung deines Systems oder von {where} und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>There is no sound output. Connect a loudspeaker, then try again.</source>
        <translation>Es gibt keine Tonausgabe. Schließ einen Lautsprecher an und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>There is no sound output ({why}). Connect a loudspeaker, then try again.</source>
        <translation>Es gibt keine Tonausgabe ({why}). Schließ einen Lautsprecher an und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The sound output “{name}” is not there. Connect it or choose another one, then try again.</source>
        <translation>Die Tonausgabe „{name}“ ist nicht da. Schließ sie an oder wähl eine andere und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The sound output “{name}” is not there ({why}). Connect it or choose another one.</source>
        <translation>Die Tonausgabe „{name}“ ist nicht da ({why}). Schließ sie an oder wähl eine andere.</translation>
    </message>
    <message>
        <source>The sound output “{name}” does not open ({why}). Connect it or choose another one.</source>
        <translation>Die Tonausgabe „{name}“ lässt sich nicht öffnen ({why}). Schließ sie an oder wähl eine andere.</translation>
    </message>
    <message>
        <source>The sound server does not answer ({why}). Start it, then try again.</source>
        <translation>Der Tonserver antwortet nicht ({why}). Starte ihn und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The PulseAudio library is missing. Install libpulse (Debian: libpulse0).</source>
        <translation>Die Bibliothek von PulseAudio fehlt. Installiere libpulse (Debian: libpulse0).</translation>
    </message>
    <message>
        <source>The PortAudio library is missing. Install it (Debian: libportaudio2), then try again.</source>
        <translation>Die Bibliothek PortAudio fehlt. Installiere sie (Debian: libportaudio2) und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>“{name}” is not there: the sound goes to “{where}” until it is back.</source>
        <translation>„{name}“ ist nicht da: Der Ton kommt aus „{where}“, bis es zurück ist.</translation>
    </message>
    <message>
        <source>The sound goes to “{name}” again.</source>
        <translation>Der Ton kommt wieder aus „{name}“.</translation>
    </message>
    <message>
        <source>VLC finds no audio output. Plug in or switch on a loudspeaker, then try again.</source>
        <translation>VLC findet keine Tonausgabe. Schließ einen Lautsprecher an oder schalt ihn ein und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>VLC&apos;s library (libVLC) is missing.</source>
        <translation>Die Bibliothek von VLC (libVLC) fehlt.</translation>
    </message>
    <message>
        <source>The relay was not ready after {count} s. Try again.</source>
        <translation>Das Relay war nach {count} s noch nicht bereit. Versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The relay did not start: {why}</source>
        <translation>Das Relay ist nicht gestartet: {why}</translation>
    </message>
    <message>
        <source>The relay did not start, and did not say why. Try again.</source>
        <translation>Das Relay ist nicht gestartet und hat nicht gesagt, warum. Versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Port {count} is taken by another program. Choose another port, or end that program.</source>
        <translation>Port {count} ist von einem anderen Programm belegt. Wähl einen anderen Port, oder beende das Programm.</translation>
    </message>
    <message>
        <source>The party’s relay is in use by another Unisono on this computer. End the party there, then try again.</source>
        <translation>Das Relay der Party wird von einem anderen Unisono auf diesem Computer benutzt. Beende die Party dort und versuch es dann noch einmal.</translation>
    </message>
    <message>
        <source>The settings file is not readable ({why}); the defaults are used.</source>
        <translation>Die Datei mit den Einstellungen ist nicht lesbar ({why}); es gilt die Grundeinstellung.</translation>
    </message>
    <message>
        <source>The file as it was is kept as {where}.</source>
        <translation>Die Datei, wie sie war, liegt als {where} bereit.</translation>
    </message>
    <message>
        <source>The settings file cannot be read ({why}); the defaults are used.</source>
        <translation>Die Datei mit den Einstellungen lässt sich nicht lesen ({why}); es gilt die Grundeinstellung.</translation>
    </message>
    <message>
        <source>The settings file holds no settings; the defaults are used.</source>
        <translation>Die Datei mit den Einstellungen enthält keine; es gilt die Grundeinstellung.</translation>
    </message>
    <message>
        <source>Setting “{name}” is not used: {then}.</source>
        <translation>Die Einstellung „{name}“ wird nicht verwendet: {then}.</translation>
    </message>
    <message>
        <source>a text of at most {count} characters is expected</source>
        <translation>erwartet wird ein Text mit höchstens {count} Zeichen</translation>
    </message>
    <message>
        <source>one of {name} is expected</source>
        <translation>erwartet wird eins von {name}</translation>
    </message>
    <message>
        <source>a number from {name} is expected</source>
        <translation>erwartet wird eine Zahl im Bereich {name}</translation>
    </message>
    <message>
        <source>true or false is expected</source>
        <translation>erwartet wird true oder false</translation>
    </message>
    <message>
        <source>its value has another form than it must have</source>
        <translation>der Wert hat nicht die Form, die er haben muss</translation>
    </message>
    <message>
        <source>Your settings could not be saved: {why}</source>
        <translation>Deine Einstellungen konnten nicht gespeichert werden: {why}</translation>
    </message>
    <message>
        <source>Decoded music cannot be kept in {where}: {why}. Free space or fix its rights.</source>
        <translation>Dekodierte Musik kann nicht in {where} aufbewahrt werden: {why}. Schaff Platz, oder berichtige die Rechte.</translation>
    </message>
    <message>
        <source>Sound through “{name}” is not available here. Choose another --output.</source>
        <translation>Ton über „{name}“ gibt es hier nicht. Wähl ein anderes --output.</translation>
    </message>
    <message>
        <source>Unisono {name} is out: {where}</source>
        <translation>Unisono {name} ist da: {where}</translation>
    </message>
    <message>
        <source>The bundled music is missing. Install Unisono again, or use: unisono host FILE</source>
        <translation>Die mitgelieferte Musik fehlt. Installiere Unisono noch einmal, oder nimm: unisono host DATEI</translation>
    </message>
    <message>
        <source>The demo was stopped.</source>
        <translation>Die Vorführung wurde beendet.</translation>
    </message>
    <message>
        <source>The party did not open within {count} s. Run it again with --verbose.</source>
        <translation>Die Party hat sich nicht in {count} s geöffnet. Starte noch einmal mit --verbose.</translation>
    </message>
    <message>
        <source>The guest did not arrive within {count} s. Run it again with --verbose.</source>
        <translation>Der Gast kam nicht in {count} s. Starte noch einmal mit --verbose.</translation>
    </message>
    <message>
        <source>The music did not start within {count} s. Run it again with --verbose.</source>
        <translation>Die Musik begann nicht in {count} s. Starte noch einmal mit --verbose.</translation>
    </message>
    <message>
        <source>The window needs PySide6, which is not installed here. Install it, or use --headless.</source>
        <translation>Das Fenster braucht PySide6, das hier nicht installiert ist. Installiere es, oder nimm --headless.</translation>
    </message>
    <message>
        <source>There is no display here. Start Unisono on a desktop, or use --headless with host or join.</source>
        <translation>Hier gibt es keinen Bildschirm. Starte Unisono in einer Arbeitsumgebung, oder nimm --headless mit host oder join.</translation>
    </message>
    <message>
        <source>The display {where} cannot be reached. Start Unisono on a desktop, or use --headless with host or join.</source>
        <translation>Der Bildschirm {where} ist nicht zu erreichen. Starte Unisono in einer Arbeitsumgebung, oder nimm --headless mit host oder join.</translation>
    </message>
    <message>
        <source>There is no file {where}. Check its name.</source>
        <translation>Es gibt keine Datei {where}. Prüf den Namen.</translation>
    </message>
    <message>
        <source>Without a window there has to be a command: host, join, demo or doctor.</source>
        <translation>Ohne Fenster braucht es einen Befehl: host, join, demo oder doctor.</translation>
    </message>
    <message>
        <source>Something went wrong that should not. The log has the details: {where}</source>
        <translation>Etwas ist schiefgegangen, das nicht sollte. Näheres steht im Protokoll: {where}</translation>
    </message>
    <message>
        <source>The relay did not understand this. Check what you entered, or update the app and the relay.</source>
        <extracomment>What relays refuse, one sentence for each code of the wire; its words must suit every case of the code.</extracomment>
        <translation>Das Relay hat das nicht verstanden. Prüf deine Eingabe, oder aktualisiere App und Relay.</translation>
    </message>
    <message>
        <source>This is too much for the relay at once. Try it in smaller parts.</source>
        <translation>Das ist dem Relay auf einmal zu viel. Versuch es in kleineren Teilen.</translation>
    </message>
    <message>
        <source>Too many tries in a short time. Wait a minute and try again.</source>
        <translation>Zu viele Versuche in kurzer Zeit. Warte eine Minute und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>No party has this code. Check the code with the host; the party may also have ended.</source>
        <translation>Keine Party hat diesen Code. Prüf ihn mit dem Gastgeber; vielleicht ist die Party auch zu Ende.</translation>
    </message>
    <message>
        <source>The PIN is not right. Ask the host for the party&apos;s PIN.</source>
        <translation>Die PIN stimmt nicht. Frag den Gastgeber nach der PIN der Party.</translation>
    </message>
    <message>
        <source>Your seat in the party is gone. Join again with the code.</source>
        <translation>Dein Platz in der Party ist weg. Tritt mit dem Code noch einmal bei.</translation>
    </message>
    <message>
        <source>You are in no party at the moment. Start or join one first.</source>
        <translation>Du bist gerade in keiner Party. Starte zuerst eine, oder tritt einer bei.</translation>
    </message>
    <message>
        <source>You are in a party already. Leave it first.</source>
        <translation>Du bist schon in einer Party. Verlass sie zuerst.</translation>
    </message>
    <message>
        <source>Only the host can do this.</source>
        <translation>Das kann nur der Gastgeber.</translation>
    </message>
    <message>
        <source>There is nothing to play. Add a track first.</source>
        <translation>Es gibt nichts zu spielen. Füge zuerst einen Titel hinzu.</translation>
    </message>
    <message>
        <source>A track is a file or a link that starts with http or https.</source>
        <translation>Ein Titel ist eine Datei oder ein Link, der mit http oder https beginnt.</translation>
    </message>
    <message>
        <source>This member is away, or does not allow it. Choose another one.</source>
        <translation>Dieses Mitglied ist weg oder erlaubt das nicht. Wähl ein anderes.</translation>
    </message>
    <message>
        <source>This item is not in the queue any more.</source>
        <translation>Das steht nicht mehr in der Warteschlange.</translation>
    </message>
    <message>
        <source>The queue is full. Remove something first.</source>
        <translation>Die Warteschlange ist voll. Entferne zuerst etwas.</translation>
    </message>
    <message>
        <source>The party is full. Ask the host to make room.</source>
        <translation>Die Party ist voll. Bitte den Gastgeber um einen Platz.</translation>
    </message>
    <message>
        <source>The relay is full. Try again later, or use another relay.</source>
        <translation>Das Relay ist voll. Versuch es später, oder nimm ein anderes.</translation>
    </message>
    <message>
        <source>This app and the relay do not understand each other. Update both to the same version.</source>
        <translation>Diese App und das Relay verstehen einander nicht. Bring beide auf dieselbe Version.</translation>
    </message>
    <message>
        <source>The connection to the relay is too slow. Try again.</source>
        <translation>Die Verbindung zum Relay ist zu langsam. Versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The relay is being restarted. The music goes on; the party comes back by itself.</source>
        <translation>Das Relay wird neu gestartet. Die Musik läuft weiter; die Party kommt von selbst zurück.</translation>
    </message>
    <message>
        <source>This file is larger than the relay takes. Ask whoever runs the relay to raise the limit.</source>
        <translation>Diese Datei ist größer, als das Relay erlaubt. Wer es betreibt, kann die Grenze heben.</translation>
    </message>
    <message>
        <source>The party&apos;s space on the relay is used up. Remove something from the queue first.</source>
        <translation>Der Platz der Party auf dem Relay ist aufgebraucht. Entferne zuerst etwas aus der Warteschlange.</translation>
    </message>
    <message>
        <source>The relay&apos;s disk is full. Remove something from the queue or free some space there.</source>
        <translation>Die Festplatte des Relays ist voll. Entferne etwas aus der Warteschlange, oder schaff dort Platz.</translation>
    </message>
    <message>
        <source>This file holds no music that can be played. Choose an audio file.</source>
        <translation>Diese Datei enthält keine Musik, die sich spielen lässt. Wähl eine Musikdatei.</translation>
    </message>
    <message>
        <source>Nobody here can play this track, so it was passed over. Choose another copy.</source>
        <translation>Niemand hier kann diesen Titel spielen, er wurde übergangen. Wähl eine andere Kopie.</translation>
    </message>
    <message>
        <source>Something went wrong in the relay. Try again.</source>
        <translation>Im Relay ist etwas schiefgegangen. Versuch es noch einmal.</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>PulseAudio or PipeWire</source>
        <translation>PulseAudio oder PipeWire</translation>
    </message>
    <message>
        <source>The system, directly</source>
        <translation>Das System, direkt</translation>
    </message>
    <message>
        <source>libVLC (less exact)</source>
        <translation>libVLC (weniger genau)</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stille</translation>
    </message>
    <message>
        <source>One room</source>
        <translation>Ein Raum</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Across the internet</source>
        <translation>Über das Internet</translation>
    </message>
    <message>
        <source>Mobile phone network</source>
        <translation>Mobilfunk</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Kept in {0}</source>
        <translation>Liegt in {0}</translation>
    </message>
    <message>
        <source>{0} used, in {1}</source>
        <translation>{0} belegt, in {1}</translation>
    </message>
    <message>
        <source>As the system has it</source>
        <translation>Wie im System eingestellt</translation>
    </message>
    <message>
        <source>{0} (not there now)</source>
        <translation>{0} (gerade nicht da)</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Suche läuft …</translation>
    </message>
    <message>
        <source>None found. Connect a loudspeaker, then look again.</source>
        <translation>Nichts gefunden. Schließ einen Lautsprecher an und such noch einmal.</translation>
    </message>
    <message>
        <source>The system plays on: {0}</source>
        <translation>Das System spielt auf: {0}</translation>
    </message>
</context>
<context>
    <name>toast</name>
    <message>
        <source>Undo</source>
        <extracomment>A sentence of 15 words is read in 5 s; what ends the party stays until it is closed.</extracomment>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0} ms</source>
        <translation>{0} ms</translation>
    </message>
    <message>
        <source>Away, coming back</source>
        <translation>Weg, kommt zurück</translation>
    </message>
    <message>
        <source>Getting the music</source>
        <translation>Holt die Musik</translation>
    </message>
    <message>
        <source>Cannot play this track</source>
        <translation>Kann diesen Titel nicht abspielen</translation>
    </message>
    <message>
        <source>Plays another version of this track</source>
        <translation>Spielt eine andere Fassung des Titels</translation>
    </message>
    <message>
        <source>Old player, sync not measured</source>
        <translation>Altes Programm, nicht gemessen</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Da</translation>
    </message>
    <message>
        <source>you</source>
        <translation>du</translation>
    </message>
    <message>
        <source>host</source>
        <translation>Gastgeber</translation>
    </message>
    <message>
        <source>in sync</source>
        <translation>synchron</translation>
    </message>
    <message>
        <source>too early</source>
        <translation>zu früh</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>zu spät</translation>
    </message>
    <message>
        <source>Sync of all members: nothing measured yet</source>
        <translation>Synchronität aller: noch nichts gemessen</translation>
    </message>
    <message>
        <source>{0} people</source>
        <translation>{0} Leute</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>The host</source>
        <translation>Der Gastgeber</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>Love it</source>
        <translation>Herz</translation>
    </message>
    <message>
        <source>Like it</source>
        <translation>Gefällt mir</translation>
    </message>
    <message>
        <source>Great choice</source>
        <translation>Gute Wahl</translation>
    </message>
    <message>
        <source>On fire</source>
        <translation>Heiß</translation>
    </message>
    <message>
        <source>Happy</source>
        <translation>Fröhlich</translation>
    </message>
    <message>
        <source>cannot be played</source>
        <translation>nicht abspielbar</translation>
    </message>
    <message>
        <source>now playing</source>
        <translation>läuft gerade</translation>
    </message>
    <message>
        <source>Connecting to the party…</source>
        <translation>Verbindung zur Party …</translation>
    </message>
    <message>
        <source>Paused for everybody</source>
        <translation>Pause für alle</translation>
    </message>
    <message>
        <source>Waiting until everybody has the music</source>
        <translation>Warten, bis alle die Musik haben</translation>
    </message>
    <message>
        <source>Waiting for {0}</source>
        <translation>Warten auf {0}</translation>
    </message>
    <message>
        <source>Preparing: starting in {0} s</source>
        <translation>Vorbereitung: Start in {0} s</translation>
    </message>
    <message>
        <source>Joining late: getting the music ({0} %)</source>
        <translation>Später dazugekommen: hole die Musik ({0} %)</translation>
    </message>
    <message>
        <source>Preparing the music ({0} %)</source>
        <translation>Die Musik wird vorbereitet ({0} %)</translation>
    </message>
    <message>
        <source>Preparing: starting now</source>
        <translation>Vorbereitung: Start jetzt</translation>
    </message>
    <message>
        <source>Playing · {0} out of sync</source>
        <translation>Läuft · {0} nicht synchron</translation>
    </message>
    <message>
        <source>Playing · only you are here so far</source>
        <translation>Läuft · bisher bist nur du da</translation>
    </message>
    <message>
        <source>Playing · measuring the sync</source>
        <translation>Läuft · der Abgleich wird gemessen</translation>
    </message>
    <message>
        <source>Playing in sync · all {0} within {1}</source>
        <translation>Läuft synchron · alle {0} innerhalb von {1}</translation>
    </message>
    <message>
        <source>Playing · all {0} within {1}</source>
        <translation>Läuft · alle {0} innerhalb von {1}</translation>
    </message>
    <message>
        <source>Ready when you are</source>
        <translation>Bereit, wenn du es bist</translation>
    </message>
    <message>
        <source>Add music to begin</source>
        <translation>Füge Musik hinzu, um zu beginnen</translation>
    </message>
    <message>
        <source>Waiting for {0} to play something</source>
        <translation>Warten, bis {0} etwas spielt</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Unisono</source>
        <translation>Acerca de Unisono</translation>
    </message>
    <message>
        <source>Works of others in Unisono</source>
        <translation>Obras de otros en Unisono</translation>
    </message>
    <message>
        <source>Terms of the chosen work</source>
        <translation>Condiciones de la obra elegida</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>All laptops in the room, or across the world, become one loudspeaker.</source>
        <translation>Todos los portátiles de la sala, o de todo el mundo, se convierten en un solo altavoz.</translation>
    </message>
    <message>
        <source>Unisono {0}</source>
        <translation>Unisono {0}</translation>
    </message>
    <message>
        <source>With thanks to everybody whose work is in it:</source>
        <translation>Gracias a todas las personas cuyo trabajo contiene:</translation>
    </message>
</context>
<context>
    <name>ChatPanel</name>
    <message>
        <source>Show the chat</source>
        <extracomment>Words of the wire; each has an icon of the same name. Theirs in the colours that say the same everywhere.</extracomment>
        <translation>Mostrar el chat</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Say something to everybody</source>
        <translation>Di algo a todos</translation>
    </message>
    <message>
        <source>Fold the chat</source>
        <translation>Plegar el chat</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n nuevo</numerusform>
            <numerusform>%n nuevos</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was said yet.</source>
        <translation>Aún no se ha dicho nada.</translation>
    </message>
</context>
<context>
    <name>CodeField</name>
    <message>
        <source>Code or link</source>
        <translation>Código o enlace</translation>
    </message>
    <message>
        <source>Invite: a code or a link</source>
        <translation>Invitación: un código o un enlace</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Unirse</translation>
    </message>
</context>
<context>
    <name>ConnectingPage</name>
    <message>
        <source>Connecting to the party…</source>
        <translation>Conectando con la fiesta…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>DelayButton</name>
    <message>
        <source>Sound delay</source>
        <translation>Retardo del sonido</translation>
    </message>
</context>
<context>
    <name>DelayPanel</name>
    <message>
        <source>Sound delay in milliseconds</source>
        <extracomment>Bluetooth loudspeakers are 100 … 400 ms late.</extracomment>
        <translation>Retardo del sonido en milisegundos</translation>
    </message>
    <message>
        <source>I am too late</source>
        <translation>Voy retrasado</translation>
    </message>
    <message>
        <source>I am too early</source>
        <translation>Voy adelantado</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Restablecer</translation>
    </message>
    <message>
        <source>Stand between two laptops and adjust until they sound like one. Others do not hear the change.</source>
        <translation>Ponte entre dos portátiles y ajusta hasta que suenen como uno. Los demás no oyen el cambio.</translation>
    </message>
    <message>
        <source>Sound delay</source>
        <translation>Retardo del sonido</translation>
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
        <translation>Salir</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Settings and more</source>
        <translation>Ajustes y más</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Ajustes…</translation>
    </message>
    <message>
        <source>Run a relay for others…</source>
        <translation>Relé para otros…</translation>
    </message>
    <message>
        <source>Sync inspector…</source>
        <translation>Inspector de sincronía…</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apariencia</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>Atajos de teclado…</translation>
    </message>
    <message>
        <source>About Unisono…</source>
        <translation>Acerca de Unisono…</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>The figures could not be saved: {0}. Choose another place.</source>
        <extracomment>A sentence for the person.</extracomment>
        <translation>No se pudieron guardar las cifras: {0}. Elige otro lugar.</translation>
    </message>
    <message>
        <source>Saved in {0}</source>
        <translation>Guardado en {0}</translation>
    </message>
    <message>
        <source>Diagnostics copied</source>
        <translation>Diagnóstico copiado</translation>
    </message>
</context>
<context>
    <name>InspectorPage</name>
    <message>
        <source>Back</source>
        <extracomment>Samples further apart than this do not belong to one line.</extracomment>
        <translation>Atrás</translation>
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
        <translation>Se me oye demasiado tarde</translation>
    </message>
    <message>
        <source>I am heard too early</source>
        <translation>Se me oye demasiado pronto</translation>
    </message>
    <message>
        <source>Play a metronome for everybody</source>
        <translation>Tocar un metrónomo para todos</translation>
    </message>
    <message>
        <source>Save the figures…</source>
        <translation>Guardar las cifras…</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Copiar diagnóstico</translation>
    </message>
    <message>
        <source>Figures appear here once you are in a party.</source>
        <translation>Aquí aparecerán cifras cuando estés en una fiesta.</translation>
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
        <translation>Inspector de sincronía</translation>
    </message>
    <message>
        <source>How far I am from the party’s time; the band is the uncertainty, dashed lines are jumps.</source>
        <translation>Cuánto me alejo del tiempo de la fiesta; la banda es la incertidumbre, las líneas discontinuas son saltos.</translation>
    </message>
    <message>
        <source>How long a question to the relay takes until its answer is here.</source>
        <translation>Cuánto tarda en llegar la respuesta del relé a una pregunta.</translation>
    </message>
    <message>
        <source>By how much the speed is changed to stay in time; 100 ppm cannot be heard.</source>
        <translation>Cuánto se cambia la velocidad para mantener el tiempo; 100 ppm no se oyen.</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Desviación</translation>
    </message>
    <message>
        <source>Round trips</source>
        <translation>Tiempos de respuesta</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Correcciones</translation>
    </message>
    <message>
        <source>Stand between two laptops and press until the clicks sound like one. Only this one changes.</source>
        <translation>Ponte entre dos portátiles y pulsa hasta que los clics suenen como uno. Solo cambia este.</translation>
    </message>
    <message>
        <source>Sound delay</source>
        <translation>Retardo del sonido</translation>
    </message>
</context>
<context>
    <name>InvitePanel</name>
    <message>
        <source>Copy link</source>
        <extracomment>The text to copy and what it is, in words. Whether the party is to be shown on this network.</extracomment>
        <translation>Copiar enlace</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Copiar código</translation>
    </message>
    <message>
        <source>Show as QR code</source>
        <translation>Mostrar como código QR</translation>
    </message>
    <message>
        <source>Show on this network</source>
        <translation>Mostrar en esta red</translation>
    </message>
    <message>
        <source>Everybody in the same network sees your name and this party, and joins with one click.</source>
        <translation>Todos en la misma red ven tu nombre y esta fiesta, y entran con un clic.</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>Invitación</translation>
    </message>
    <message>
        <source>Code {0}</source>
        <translation>Código {0}</translation>
    </message>
    <message>
        <source>Anybody here joins with one click</source>
        <translation>Cualquiera aquí entra con un clic</translation>
    </message>
    <message>
        <source>Others need the code or the link</source>
        <translation>Los demás necesitan código o enlace</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Enlace copiado</translation>
    </message>
    <message>
        <source>Code copied</source>
        <translation>Código copiado</translation>
    </message>
</context>
<context>
    <name>LibvlcDialog</name>
    <message>
        <source>libVLC is missing</source>
        <translation>Falta libVLC</translation>
    </message>
    <message>
        <source>Unisono decodes music with libVLC, which this computer does not have yet.</source>
        <translation>Unisono decodifica la música con libVLC, que este ordenador aún no tiene.</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Más tarde</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
</context>
<context>
    <name>MemberList</name>
    <message>
        <source>Members</source>
        <extracomment>member id and volume in [0, 1] whether the host may set our own volume</extracomment>
        <translation>Miembros</translation>
    </message>
</context>
<context>
    <name>NearbyList</name>
    <message>
        <source>On this network</source>
        <extracomment>More rows than this would push the page&apos;s other content away; the rest comes with a click. A list that comes up under a pointer that is about to click waits, but not for a pointer that was left lying there. the invite</extracomment>
        <translation>En esta red</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Mostrar %n más</numerusform>
            <numerusform>Mostrar %n más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NearbyRow</name>
    <message>
        <source>{0}’s party</source>
        <translation>Fiesta de {0}</translation>
    </message>
    <message>
        <source>A party</source>
        <translation>Una fiesta</translation>
    </message>
    <message>
        <source>Join {0}, code {1}</source>
        <translation>Unirse a {0}, código {1}</translation>
    </message>
</context>
<context>
    <name>PartyPage</name>
    <message>
        <source>Add music…</source>
        <translation>Añadir música…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <source>Remove everything but what plays now</source>
        <translation>Quitar todo menos lo que suena ahora</translation>
    </message>
    <message>
        <source>Nothing is playing</source>
        <translation>No suena nada</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <source>In the party</source>
        <translation>En la fiesta</translation>
    </message>
</context>
<context>
    <name>PlayButton</name>
    <message>
        <source>Pause for everybody</source>
        <translation>Pausa para todos</translation>
    </message>
    <message>
        <source>Play for everybody</source>
        <translation>Reproducir para todos</translation>
    </message>
    <message>
        <source>{0} (Space)</source>
        <translation>{0} (Espacio)</translation>
    </message>
</context>
<context>
    <name>PulseLine</name>
    <message>
        <source>too early</source>
        <extracomment>A dot&apos;s radius at normal text.</extracomment>
        <translation>demasiado pronto</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>demasiado tarde</translation>
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
        <translation>Enlace de invitación como código QR</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <source>Play now</source>
        <translation>Reproducir ahora</translation>
    </message>
    <message>
        <source>Play next</source>
        <translation>Reproducir a continuación</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n tracks</source>
        <translation>
            <numerusform>Quitar %n pista</numerusform>
            <numerusform>Quitar %n pistas</numerusform>
        </translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Bajar</translation>
    </message>
    <message>
        <source>Drop music here</source>
        <translation>Suelta música aquí</translation>
    </message>
    <message>
        <source>Nothing is queued yet</source>
        <translation>Aún no hay nada en la cola</translation>
    </message>
</context>
<context>
    <name>RelayDialog</name>
    <message>
        <source>Relay for others</source>
        <translation>Relé para otros</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Copiar dirección</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>A relay lets people hold parties of their own through this computer. Your own parties need none. It runs as long as this window is open.</source>
        <translation>Un relé permite que otros celebren sus propias fiestas a través de este ordenador. Las tuyas no lo necesitan. Funciona mientras esta ventana esté abierta.</translation>
    </message>
    <message>
        <source>The relay runs. Others enter one of these under Settings, Relay:</source>
        <translation>El relé está en marcha. Los demás escriben una de estas en Ajustes, Relé:</translation>
    </message>
    <message>
        <source>The relay runs, but this computer is in no network.</source>
        <translation>El relé está en marcha, pero este ordenador no está en ninguna red.</translation>
    </message>
    <message>
        <source>The relay does not run.</source>
        <translation>El relé no está en marcha.</translation>
    </message>
    <message>
        <source>End the relay</source>
        <translation>Parar el relé</translation>
    </message>
    <message>
        <source>Start the relay</source>
        <translation>Iniciar el relé</translation>
    </message>
</context>
<context>
    <name>SeekBar</name>
    <message>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Back</source>
        <extracomment>A field of `Settings` and its new value.</extracomment>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Tu nombre</translation>
    </message>
    <message>
        <source>Sound through</source>
        <translation>Sonido por</translation>
    </message>
    <message>
        <source>Loudspeaker</source>
        <translation>Altavoz</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Buscar de nuevo</translation>
    </message>
    <message>
        <source>Never touch the pitch</source>
        <translation>No tocar nunca el tono</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Relay</source>
        <translation>Relé</translation>
    </message>
    <message>
        <source>This computer’s own</source>
        <translation>El de este ordenador</translation>
    </message>
    <message>
        <source>Show my parties on this network</source>
        <translation>Mostrar mis fiestas en esta red</translation>
    </message>
    <message>
        <source>Keep decoded music</source>
        <translation>Guardar música decodificada</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apariencia</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Takes effect when Unisono is started again.</source>
        <translation>Tendrá efecto al volver a iniciar Unisono.</translation>
    </message>
    <message>
        <source>{0} ms…</source>
        <translation>{0} ms…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Unisono sends nothing about you anywhere.</source>
        <translation>Unisono no envía nada sobre ti a ninguna parte.</translation>
    </message>
    <message>
        <source>For a loudspeaker that is heard too late, over Bluetooth for example.</source>
        <translation>Para un altavoz que se oye tarde, por ejemplo por Bluetooth.</translation>
    </message>
    <message>
        <source>Keep in time by short crossfades only, never by a slightly changed speed.</source>
        <translation>Mantener el tiempo solo con fundidos breves, nunca cambiando un poco la velocidad.</translation>
    </message>
    <message>
        <source>How patient the sync is. Automatic suits nearly everybody.</source>
        <translation>Cuánta paciencia tiene la sincronización. Automático sirve casi siempre.</translation>
    </message>
    <message>
        <source>Where your parties are held. Empty: on this computer.</source>
        <translation>Dónde se celebran tus fiestas. Vacío: en este ordenador.</translation>
    </message>
    <message>
        <source>Others in the same network see your name and join with one click. A PIN hides a party.</source>
        <translation>Otros en la misma red ven tu nombre y entran con un clic. Un PIN oculta la fiesta.</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Tú</translation>
    </message>
    <message>
        <source>What the others call you.</source>
        <translation>Cómo te llaman los demás.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Sonido</translation>
    </message>
    <message>
        <source>The sound system to use.</source>
        <translation>El sistema de sonido que se usa.</translation>
    </message>
    <message>
        <source>Sound delay</source>
        <translation>Retardo del sonido</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Sincronización</translation>
    </message>
    <message>
        <source>Parties</source>
        <translation>Fiestas</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Almacenamiento</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aspecto</translation>
    </message>
    <message>
        <source>Dark, light, or as the system has it.</source>
        <translation>Oscuro, claro o como en el sistema.</translation>
    </message>
    <message>
        <source>Of this window.</source>
        <translation>De esta ventana.</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Choose music…</source>
        <extracomment>The wire&apos;s limit for a name. The field was left with another name. Enter was pressed in it.</extracomment>
        <translation>Elegir música…</translation>
    </message>
    <message>
        <source>Start without music</source>
        <translation>Empezar sin música</translation>
    </message>
    <message>
        <source>Unisono ended in the middle of a party.</source>
        <translation>Unisono se cerró en medio de una fiesta.</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Probar la demo</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>You are</source>
        <translation>Eres</translation>
    </message>
    <message>
        <source>What should the others call you?</source>
        <translation>¿Cómo deben llamarte los demás?</translation>
    </message>
    <message>
        <source>End the demo</source>
        <translation>Terminar la demo</translation>
    </message>
    <message>
        <source>Enter your name first.</source>
        <translation>Escribe primero tu nombre.</translation>
    </message>
    <message>
        <source>Go back to your party {0}</source>
        <translation>Volver a tu fiesta {0}</translation>
    </message>
    <message>
        <source>Go back to the party {0}</source>
        <translation>Volver a la fiesta {0}</translation>
    </message>
    <message>
        <source>{0}’s party</source>
        <translation>Fiesta de {0}</translation>
    </message>
    <message>
        <source>All laptops in the room, or across the world, become one loudspeaker.</source>
        <translation>Todos los portátiles de la sala, o del mundo entero, se convierten en un solo altavoz.</translation>
    </message>
    <message>
        <source>Play the same music at the same instant</source>
        <translation>La misma música en el mismo instante</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Tu nombre</translation>
    </message>
    <message>
        <source>Drop music or folders here</source>
        <translation>Suelta música o carpetas aquí</translation>
    </message>
    <message>
        <source>You choose the music. Friends join with a code.</source>
        <translation>Tú eliges la música. Tus amigos se unen con un código.</translation>
    </message>
    <message>
        <source>Start a party</source>
        <translation>Empezar una fiesta</translation>
    </message>
    <message>
        <source>Recent parties</source>
        <translation>Fiestas recientes</translation>
    </message>
    <message>
        <source>Enter the code the host sees, or paste a link.</source>
        <translation>Escribe el código que ve el anfitrión o pega un enlace.</translation>
    </message>
    <message>
        <source>For example ACD-EFG@192.168.1.20</source>
        <translation>Por ejemplo ACD-EFG@192.168.1.20</translation>
    </message>
    <message>
        <source>Join a party</source>
        <translation>Unirse a una fiesta</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Start without</source>
        <translation>Empezar sin esperar</translation>
    </message>
    <message>
        <source>Resync</source>
        <translation>Resincronizar</translation>
    </message>
    <message>
        <source>Measure again and jump to where the party is (Ctrl+R)</source>
        <translation>Medir de nuevo y saltar a donde está la fiesta (Ctrl+R)</translation>
    </message>
</context>
<context>
    <name>TimePlot</name>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close</source>
        <extracomment>The notice&apos;s action was chosen.</extracomment>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Previous (Ctrl+Left)</source>
        <translation>Anterior (Ctrl+Izquierda)</translation>
    </message>
    <message>
        <source>Next (Ctrl+Right)</source>
        <translation>Siguiente (Ctrl+Derecha)</translation>
    </message>
    <message>
        <source>Stop for everybody</source>
        <translation>Parar para todos</translation>
    </message>
    <message>
        <source>{0} is in control</source>
        <translation>{0} tiene el control</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Anterior</translation>
    </message>
    <message>
        <source>Mute me</source>
        <translation>Silenciarme</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Mostrar la ventana</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Pause for everybody</source>
        <translation>Pausa para todos</translation>
    </message>
    <message>
        <source>Play for everybody</source>
        <translation>Reproducir para todos</translation>
    </message>
</context>
<context>
    <name>UploadList</name>
    <message>
        <source>and {0} more files</source>
        <extracomment>Other rows are shown: the Tab key has another way.</extracomment>
        <translation>y {0} archivos más</translation>
    </message>
</context>
<context>
    <name>VolumeControl</name>
    <message>
        <source>Mute (M)</source>
        <translation>Silenciar (M)</translation>
    </message>
    <message>
        <source>My volume</source>
        <translation>Mi volumen</translation>
    </message>
    <message>
        <source>My volume, heard on this computer only</source>
        <translation>Mi volumen, solo en este ordenador</translation>
    </message>
    <message>
        <source>Sound on (M)</source>
        <translation>Activar sonido (M)</translation>
    </message>
</context>
<context>
    <name>_MemberDelegate</name>
    <message>
        <source>{0} (you)</source>
        <translation>{0} (tú)</translation>
    </message>
</context>
<context>
    <name>_UploadRow</name>
    <message>
        <source>Cancel {0}</source>
        <extracomment>A dropped folder has hundreds of files; the first few tell enough.</extracomment>
        <translation>Cancelar {0}</translation>
    </message>
</context>
<context>
    <name>ask</name>
    <message>
        <source>Choose music</source>
        <extracomment>For the dialog&apos;s filter only: what is music, the decoder decides.</extracomment>
        <translation>Elegir música</translation>
    </message>
    <message>
        <source>Music ({0})</source>
        <translation>Música ({0})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
</context>
<context>
    <name>banner</name>
    <message>
        <source>Try again</source>
        <extracomment>Icon and colour tint of each kind; the music going on is no alarm.</extracomment>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Resync</source>
        <translation>Resincronizar</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Omitir</translation>
    </message>
    <message>
        <source>How to install</source>
        <translation>Cómo instalarla</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>Play or pause for everybody</source>
        <translation>Reproducir o pausar para todos</translation>
    </message>
    <message>
        <source>Five seconds back or on</source>
        <translation>Cinco segundos atrás o adelante</translation>
    </message>
    <message>
        <source>Previous or next</source>
        <translation>Anterior o siguiente</translation>
    </message>
    <message>
        <source>Half a minute back or on, on the waveform</source>
        <translation>En la forma de onda: medio minuto atrás o adelante</translation>
    </message>
    <message>
        <source>To the beginning or the end, on the waveform</source>
        <translation>En la forma de onda: al principio o al final</translation>
    </message>
    <message>
        <source>My volume</source>
        <translation>Mi volumen</translation>
    </message>
    <message>
        <source>Mute me</source>
        <translation>Silenciarme</translation>
    </message>
    <message>
        <source>Add music</source>
        <translation>Añadir música</translation>
    </message>
    <message>
        <source>Join with the copied invite</source>
        <translation>Unirse con la invitación copiada</translation>
    </message>
    <message>
        <source>Resync me</source>
        <translation>Resincronizarme</translation>
    </message>
    <message>
        <source>Play or remove the chosen item of the queue</source>
        <translation>Reproducir o quitar el elemento elegido</translation>
    </message>
    <message>
        <source>What else can be done with the chosen item or member</source>
        <translation>Qué más se puede hacer con la pista o la persona elegida</translation>
    </message>
    <message>
        <source>Take back the last change of the queue</source>
        <translation>Deshacer el último cambio de la cola</translation>
    </message>
    <message>
        <source>Move the chosen item</source>
        <translation>Mover el elemento elegido</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Sync inspector</source>
        <translation>Inspector de sincronía</translation>
    </message>
    <message>
        <source>Back from settings or inspector</source>
        <translation>Volver de los ajustes o del inspector</translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation>Esta hoja</translation>
    </message>
    <message>
        <source>Install VLC 3, the 64-bit version, then press Try again:</source>
        <translation>Instala VLC 3, la versión de 64 bits, y pulsa Reintentar:</translation>
    </message>
    <message>
        <source>Install VLC 3 into Applications, then press Try again:</source>
        <translation>Instala VLC 3 en Aplicaciones y pulsa Reintentar:</translation>
    </message>
    <message>
        <source>Install VLC’s library with your package manager, for example on Debian and Ubuntu:</source>
        <translation>Instala la biblioteca de VLC con tu gestor de paquetes, por ejemplo en Debian y Ubuntu:</translation>
    </message>
</context>
<context>
    <name>members</name>
    <message>
        <source>The host may set my volume</source>
        <translation>El anfitrión puede ajustar mi volumen</translation>
    </message>
    <message>
        <source>Make {0} the host</source>
        <translation>Hacer anfitrión a {0}</translation>
    </message>
    <message>
        <source>Send {0} away</source>
        <translation>Expulsar a {0}</translation>
    </message>
    <message>
        <source>Volume of {0}</source>
        <translation>Volumen de {0}</translation>
    </message>
</context>
<context>
    <name>news</name>
    <message>
        <source>Playing {0}</source>
        <translation>Suena: {0}</translation>
    </message>
    <message>
        <source>Preparing, starting in {0} s</source>
        <translation>Preparando; empieza en {0} s</translation>
    </message>
    <message>
        <source>Joined: {0}</source>
        <translation>Ha entrado: {0}</translation>
    </message>
    <message>
        <source>Left: {0}</source>
        <translation>Se ha ido: {0}</translation>
    </message>
    <message>
        <source>Connection lost: {0}</source>
        <translation>Conexión perdida: {0}</translation>
    </message>
    <message>
        <source>Back again: {0}</source>
        <translation>Ha vuelto: {0}</translation>
    </message>
    <message>
        <source>All in sync again</source>
        <translation>Todos vuelven a estar sincronizados</translation>
    </message>
    <message>
        <source>You are out of sync</source>
        <translation>No estás sincronizado</translation>
    </message>
    <message>
        <source>Out of sync: {0}</source>
        <translation>Sin sincronizar: {0}</translation>
    </message>
</context>
<context>
    <name>questions</name>
    <message>
        <source>Leave your own party?</source>
        <translation>¿Salir de tu propia fiesta?</translation>
    </message>
    <message>
        <source>If you leave, another member becomes the host. If this computer runs the party, it ends for everybody.</source>
        <translation>Si te vas, otra persona será el anfitrión. Si la fiesta funciona en este ordenador, termina para todos.</translation>
    </message>
    <message>
        <source>End the party</source>
        <translation>Terminar la fiesta</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Quedarse</translation>
    </message>
    <message>
        <source>Save the sync figures</source>
        <translation>Guardar las cifras de sincronía</translation>
    </message>
    <message>
        <source>Join another party?</source>
        <translation>¿Unirse a otra fiesta?</translation>
    </message>
    <message>
        <source>You leave this party for it. If this computer runs this party, it ends for everybody.</source>
        <translation>Saldrás de esta fiesta. Si funciona en este ordenador, termina para todos.</translation>
    </message>
    <message>
        <source>Leave and join</source>
        <translation>Salir y unirse</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close Unisono?</source>
        <translation>¿Cerrar Unisono?</translation>
    </message>
    <message>
        <source>You are the host: if this computer runs the party, the music stops for everybody.</source>
        <translation>Eres el anfitrión: si la fiesta funciona en este ordenador, la música se para para todos.</translation>
    </message>
</context>
<context>
    <name>reception</name>
    <message>
        <source>Only the host adds music. Ask {0} to add yours.</source>
        <translation>Solo el anfitrión añade música. Pide a {0} que añada la tuya.</translation>
    </message>
    <message>
        <source>Drop to start a party</source>
        <translation>Suelta para empezar una fiesta</translation>
    </message>
    <message>
        <source>Drop to add to the queue</source>
        <translation>Suelta para añadir a la cola</translation>
    </message>
    <message>
        <source>Only the host adds music</source>
        <translation>Solo el anfitrión añade música</translation>
    </message>
</context>
<context>
    <name>relay</name>
    <message>
        <source>If others cannot connect, allow Unisono in Windows’ firewall for private networks:</source>
        <translation>Si otros no pueden conectarse, permite Unisono en el cortafuegos de Windows para redes privadas:</translation>
    </message>
    <message>
        <source>If others cannot connect, allow incoming connections for Unisono in System Settings, Network, Firewall.</source>
        <translation>Si otros no pueden conectarse, permite las conexiones entrantes para Unisono en Ajustes del Sistema, Red, Firewall.</translation>
    </message>
    <message>
        <source>If others cannot connect, open the port in your firewall, for example:</source>
        <translation>Si otros no pueden conectarse, abre el puerto en tu cortafuegos, por ejemplo:</translation>
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
        <translation>Ahora no hay conexión con la fiesta. Inténtalo de nuevo cuando haya vuelto.</translation>
    </message>
    <message>
        <source>Not connected to the party at the moment. Say it again when the connection is back.</source>
        <translation>Ahora no hay conexión con la fiesta. Dilo otra vez cuando haya vuelto.</translation>
    </message>
    <message>
        <source>The host is in control of the music.</source>
        <translation>El anfitrión controla la música.</translation>
    </message>
    <message>
        <source>Only the host can add music.</source>
        <translation>Solo el anfitrión puede añadir música.</translation>
    </message>
    <message>
        <source>Nothing to play yet: add music first.</source>
        <translation>Aún no hay nada que reproducir: añade música primero.</translation>
    </message>
    <message>
        <source>“{name}” is not opened: its address is neither http nor https. Ask the host for another file.</source>
        <translation>«{name}» no se abre: su dirección no es http ni https. Pide otro archivo al anfitrión.</translation>
    </message>
    <message>
        <source>The host set your volume to {count} %.</source>
        <translation>El anfitrión ha puesto tu volumen al {count} %.</translation>
    </message>
    <message>
        <source>Removed “{name}”</source>
        <translation>«{name}» quitada</translation>
    </message>
    <message numerus="yes">
        <source>Removed %n tracks</source>
        <translation>
            <numerusform>%n pista quitada</numerusform>
            <numerusform>%n pistas quitadas</numerusform>
        </translation>
    </message>
    <message>
        <source>Moved “{name}”</source>
        <translation>«{name}» movida</translation>
    </message>
    <message numerus="yes">
        <source>Moved %n tracks</source>
        <translation>
            <numerusform>%n pista movida</numerusform>
            <numerusform>%n pistas movidas</numerusform>
        </translation>
    </message>
    <message>
        <source>To be played next: “{name}”</source>
        <translation>A continuación: «{name}»</translation>
    </message>
    <message numerus="yes">
        <source>To be played next: %n tracks</source>
        <translation>
            <numerusform>A continuación: %n pista</numerusform>
            <numerusform>A continuación: %n pistas</numerusform>
        </translation>
    </message>
    <message>
        <source>You left the party.</source>
        <translation>Has salido de la fiesta.</translation>
    </message>
    <message>
        <source>You ended the party.</source>
        <translation>Has terminado la fiesta.</translation>
    </message>
    <message>
        <source>The host ended the party.</source>
        <translation>El anfitrión ha terminado la fiesta.</translation>
    </message>
    <message>
        <source>The host removed you from the party.</source>
        <translation>El anfitrión te ha sacado de la fiesta.</translation>
    </message>
    <message>
        <source>This party is over. Start another one, or ask for a new code.</source>
        <translation>Esta fiesta ha terminado. Empieza otra o pide un código nuevo.</translation>
    </message>
    <message>
        <source>There is no party to go back to. Start one, or join one with its code.</source>
        <translation>No hay ninguna fiesta a la que volver. Empieza una o únete a una con su código.</translation>
    </message>
    <message>
        <source>libVLC is missing: no music can be played here</source>
        <translation>Falta libVLC: aquí no se puede reproducir música</translation>
    </message>
    <message>
        <source>Reconnecting: the music goes on</source>
        <translation>Reconectando: la música sigue</translation>
    </message>
    <message>
        <source>Reconnecting: please wait</source>
        <translation>Reconectando: espera, por favor</translation>
    </message>
    <message>
        <source>Still reconnecting, the music goes on.</source>
        <translation>Aún sin conexión; la música sigue.</translation>
    </message>
    <message>
        <source>Still reconnecting, please wait.</source>
        <translation>Aún sin conexión; espera, por favor.</translation>
    </message>
    <message>
        <source>You are {figure} s ahead</source>
        <translation>Vas {figure} s por delante</translation>
    </message>
    <message>
        <source>You are {figure} s behind</source>
        <translation>Vas {figure} s por detrás</translation>
    </message>
    <message>
        <source>Not synchronised: this relay does not tell its time, so expect to hear an echo</source>
        <translation>Sin sincronizar: este relé no dice su hora, así que oirás un eco</translation>
    </message>
    <message>
        <source>The host is away: the music goes on</source>
        <translation>El anfitrión no está: la música sigue</translation>
    </message>
    <message>
        <source>The certificate of {where} is not trusted. Ask the host for a valid one, or use a plain address.</source>
        <translation>El certificado de {where} no es de confianza. Pide uno válido al anfitrión o usa una dirección sin cifrar.</translation>
    </message>
    <message>
        <source>The certificate of {where} is not trusted ({why}). Ask the host for a valid one, or use a plain address.</source>
        <translation>El certificado de {where} no es de confianza ({why}). Pide uno válido al anfitrión o usa una dirección sin cifrar.</translation>
    </message>
    <message>
        <source>{where} does not speak TLS. Check the address; without TLS it starts with http:// or ws://.</source>
        <translation>{where} no habla TLS. Comprueba la dirección; sin TLS empieza por http:// o ws://.</translation>
    </message>
    <message>
        <source>The relay at {where} is busy or restarting. Try again in a moment.</source>
        <translation>El relé en {where} está ocupado o se reinicia. Inténtalo de nuevo enseguida.</translation>
    </message>
    <message>
        <source>Something answers at {where}, but it is no Unisono relay. Check the address and the port.</source>
        <translation>Algo responde en {where}, pero no es un relé de Unisono. Comprueba la dirección y el puerto.</translation>
    </message>
    <message>
        <source>{where} did not answer. Check the address, and that a firewall lets it through.</source>
        <translation>{where} no ha respondido. Comprueba la dirección y que el cortafuegos lo deje pasar.</translation>
    </message>
    <message>
        <source>No relay is running at {where}. Ask the host whether the party is still open.</source>
        <translation>En {where} no funciona ningún relé. Pregunta al anfitrión si la fiesta sigue abierta.</translation>
    </message>
    <message>
        <source>The name {name} was not found. Check the address and your network.</source>
        <translation>No se ha encontrado el nombre {name}. Comprueba la dirección y tu red.</translation>
    </message>
    <message>
        <source>The relay at {where} closed the connection.</source>
        <translation>El relé en {where} ha cerrado la conexión.</translation>
    </message>
    <message>
        <source>{where} cannot be reached. Check the address and your network.</source>
        <translation>No se puede llegar a {where}. Comprueba la dirección y tu red.</translation>
    </message>
    <message>
        <source>{where} cannot be reached: {why}. Check the address and your network.</source>
        <translation>No se puede llegar a {where}: {why}. Comprueba la dirección y tu red.</translation>
    </message>
    <message>
        <source>The connection to {where} failed: {why}.</source>
        <translation>La conexión con {where} ha fallado: {why}.</translation>
    </message>
    <message>
        <source>The relay at {where} is not ready, and does not say why. Try again later.</source>
        <translation>El relé en {where} no está listo y no dice por qué. Inténtalo más tarde.</translation>
    </message>
    <message>
        <source>The relay at {where} is not ready. {why}</source>
        <translation>El relé en {where} no está listo. {why}</translation>
    </message>
    <message>
        <source>The relay at {where} broke the connection off. Try again.</source>
        <translation>El relé en {where} ha cortado la conexión. Inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>The relay answered with HTTP status {count}. Check the address, or try again later.</source>
        <translation>El relé ha respondido con el estado HTTP {count}. Comprueba la dirección o inténtalo más tarde.</translation>
    </message>
    <message>
        <source>The answer is not a Unisono relay&apos;s. Check the address.</source>
        <translation>La respuesta no es de un relé de Unisono. Comprueba la dirección.</translation>
    </message>
    <message>
        <source>The relay does not know you as host any more. Join the party again.</source>
        <translation>El relé ya no te reconoce como anfitrión. Vuelve a entrar en la fiesta.</translation>
    </message>
    <message>
        <source>The relay does not have this. It may have been restarted.</source>
        <translation>El relé no tiene esto. Quizá se haya reiniciado.</translation>
    </message>
    <message>
        <source>{name}: {then}</source>
        <translation>{name}: {then}</translation>
    </message>
    <message>
        <source>{name} cannot be read: {why}.</source>
        <translation>No se puede leer {name}: {why}.</translation>
    </message>
    <message>
        <source>The file cannot be read any further: {why}.</source>
        <translation>El archivo no se puede seguir leyendo: {why}.</translation>
    </message>
    <message>
        <source>The file became shorter while it was sent. Add it again.</source>
        <translation>El archivo se ha acortado mientras se enviaba. Añádelo otra vez.</translation>
    </message>
    <message>
        <source>{name} could not be sent. Try again; the log has the details.</source>
        <translation>No se ha podido enviar {name}. Inténtalo de nuevo; el registro tiene los detalles.</translation>
    </message>
    <message>
        <source>No music in {where}. Choose audio files.</source>
        <translation>No hay música en {where}. Elige archivos de audio.</translation>
    </message>
    <message>
        <source>{where} cannot be read: {why}. Check the name and try again.</source>
        <translation>No se puede leer {where}: {why}. Comprueba el nombre e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>Only the first {count} files are added. Add the rest later.</source>
        <translation>Solo se añaden los primeros {count} archivos. Añade el resto más tarde.</translation>
    </message>
    <message>
        <source>“{name}” is not a party code: a code has {count} letters and digits.</source>
        <translation>«{name}» no es el código de una fiesta: un código tiene {count} letras y cifras.</translation>
    </message>
    <message>
        <source>“{name}” is not a party code: no code has {why} in it. Read it again.</source>
        <translation>«{name}» no es el código de una fiesta: ningún código contiene {why}. Léelo otra vez.</translation>
    </message>
    <message>
        <source>“{name}” says which party, but not where. Paste the link, or add the host’s address: {name}@192.168.1.20</source>
        <translation>«{name}» dice qué fiesta, pero no dónde. Pega el enlace o añade la dirección del anfitrión: {name}@192.168.1.20</translation>
    </message>
    <message>
        <source>“{name}” is not an invite. An invite looks like ABC-DEF@192.168.1.20 or http://192.168.1.20:8750/join/ABCDEF.</source>
        <translation>«{name}» no es una invitación. Una invitación es como ABC-DEF@192.168.1.20 o http://192.168.1.20:8750/join/ABCDEF.</translation>
    </message>
    <message>
        <source>“{name}” holds no usable address. An invite looks like ABC-DEF@192.168.1.20 or http://192.168.1.20:8750/join/ABCDEF.</source>
        <translation>«{name}» no contiene una dirección válida. Una invitación es como ABC-DEF@192.168.1.20 o http://192.168.1.20:8750/join/ABCDEF.</translation>
    </message>
    <message>
        <source>“{name}” is not a relay address: it starts with ws://, wss://, http:// or https://.</source>
        <translation>«{name}» no es la dirección de un relé: empieza por ws://, wss://, http:// o https://.</translation>
    </message>
    <message>
        <source>“{name}” is not a music file that can be played. Choose another file.</source>
        <translation>«{name}» no es un archivo de música que se pueda reproducir. Elige otro.</translation>
    </message>
    <message>
        <source>“{name}” is copy-protected and cannot be played. Choose a file without protection.</source>
        <translation>«{name}» está protegido contra copia y no se puede reproducir. Elige un archivo sin protección.</translation>
    </message>
    <message>
        <source>“{name}” is damaged and cannot be played. Choose another copy of it.</source>
        <translation>«{name}» está dañado y no se puede reproducir. Elige otra copia.</translation>
    </message>
    <message>
        <source>“{name}” cannot be found. Check that it still exists, then add it again.</source>
        <translation>No se encuentra «{name}». Comprueba que aún existe y añádelo otra vez.</translation>
    </message>
    <message>
        <source>“{name}” could not be downloaded. Check the connection, then try again.</source>
        <translation>No se ha podido descargar «{name}». Comprueba la conexión e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>There is no room on the disk to decode “{name}”. Free some space, then try again.</source>
        <translation>No hay sitio en el disco para descodificar «{name}». Libera espacio e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>“{name}” is an endless stream. Start Unisono with “--output vlc” to play it.</source>
        <translation>«{name}» es una emisión sin fin. Inicia Unisono con «--output vlc» para reproducirla.</translation>
    </message>
    <message>
        <source>“{name}” could not be decoded: the decoder stopped. Try again, or choose another copy of it.</source>
        <translation>No se ha podido descodificar «{name}»: el descodificador se ha detenido. Inténtalo de nuevo o elige otra copia.</translation>
    </message>
    <message>
        <source>VLC&apos;s library (libVLC), which reads the music, is missing.</source>
        <translation>Falta la biblioteca de VLC (libVLC), que lee la música.</translation>
    </message>
    <message>
        <source>The stream {name} ended or cannot be reached. Check the address and the connection.</source>
        <translation>La emisión {name} ha terminado o no es accesible. Comprueba la dirección y la conexión.</translation>
    </message>
    <message>
        <source>Install VLC 3 (64-bit) from {where} or run “{name}”, then try again.</source>
        <translation>Instala VLC 3 (64 bits) desde {where} o ejecuta «{name}» e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>Install VLC 3 from {where} or run “{name}”, then try again.</source>
        <translation>Instala VLC 3 desde {where} o ejecuta «{name}» e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>Run “{name}”, then try again.</source>
        <translation>Ejecuta «{name}» e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>Install VLC 3 with your system&apos;s package manager or from {where}, then try again.</source>
        <translation>Instala VLC 3 con el gestor de paquetes de tu sistema o desde {where} e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>There is no sound output. Connect a loudspeaker, then try again.</source>
        <translation>No hay salida de sonido. Conecta un altavoz e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>There is no sound output ({why}). Connect a loudspeaker, then try again.</source>
        <translation>No hay salida de sonido ({why}). Conecta un altavoz e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>The sound output “{name}” is not there. Connect it or choose another one, then try again.</source>
        <translation>La salida de sonido «{name}» no está. Conéctala o elige otra e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>The sound output “{name}” is not there ({why}). Connect it or choose another one.</source>
        <translation>La salida de sonido «{name}» no está ({why}). Conéctala o elige otra.</translation>
    </message>
    <message>
        <source>The sound output “{name}” does not open ({why}). Connect it or choose another one.</source>
        <translation>La salida de sonido «{name}» no se abre ({why}). Conéctala o elige otra.</translation>
    </message>
    <message>
        <source>The sound server does not answer ({why}). Start it, then try again.</source>
        <translation>El servidor de sonido no responde ({why}). Inícialo e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>The PulseAudio library is missing. Install libpulse (Debian: libpulse0).</source>
        <translation>Falta la biblioteca de PulseAudio. Instala libpulse (Debian: libpulse0).</translation>
    </message>
    <message>
        <source>The PortAudio library is missing. Install it (Debian: libportaudio2), then try again.</source>
        <translation>Falta la biblioteca PortAudio. Instálala (Debian: libportaudio2) e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>“{name}” is not there: the sound goes to “{where}” until it is back.</source>
        <translation>«{name}» no está: el sonido sale por «{where}» hasta que vuelva.</translation>
    </message>
    <message>
        <source>The sound goes to “{name}” again.</source>
        <translation>El sonido vuelve a salir por «{name}».</translation>
    </message>
    <message>
        <source>VLC finds no audio output. Plug in or switch on a loudspeaker, then try again.</source>
        <translation>VLC no encuentra ninguna salida de sonido. Conecta o enciende un altavoz e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>VLC&apos;s library (libVLC) is missing.</source>
        <translation>Falta la biblioteca de VLC (libVLC).</translation>
    </message>
    <message>
        <source>The relay was not ready after {count} s. Try again.</source>
        <translation>El relé no estaba listo después de {count} s. Inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>The relay did not start: {why}</source>
        <translation>El relé no se ha iniciado: {why}</translation>
    </message>
    <message>
        <source>The relay did not start, and did not say why. Try again.</source>
        <translation>El relé no se ha iniciado y no ha dicho por qué. Inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>Port {count} is taken by another program. Choose another port, or end that program.</source>
        <translation>Otro programa usa el puerto {count}. Elige otro puerto o cierra ese programa.</translation>
    </message>
    <message>
        <source>The party’s relay is in use by another Unisono on this computer. End the party there, then try again.</source>
        <translation>Otro Unisono de este ordenador está usando el relé de la fiesta. Termina la fiesta allí y vuelve a intentarlo.</translation>
    </message>
    <message>
        <source>The settings file is not readable ({why}); the defaults are used.</source>
        <translation>El archivo de ajustes no se puede leer ({why}); se usan los valores iniciales.</translation>
    </message>
    <message>
        <source>The file as it was is kept as {where}.</source>
        <translation>El archivo tal como estaba se guarda como {where}.</translation>
    </message>
    <message>
        <source>The settings file cannot be read ({why}); the defaults are used.</source>
        <translation>No se puede abrir el archivo de ajustes ({why}); se usan los valores iniciales.</translation>
    </message>
    <message>
        <source>The settings file holds no settings; the defaults are used.</source>
        <translation>El archivo de ajustes no contiene ninguno; se usan los valores iniciales.</translation>
    </message>
    <message>
        <source>Setting “{name}” is not used: {then}.</source>
        <translation>El ajuste «{name}» no se usa: {then}.</translation>
    </message>
    <message>
        <source>a text of at most {count} characters is expected</source>
        <translation>se espera un texto de {count} caracteres como máximo</translation>
    </message>
    <message>
        <source>one of {name} is expected</source>
        <translation>se espera uno de {name}</translation>
    </message>
    <message>
        <source>a number from {name} is expected</source>
        <translation>se espera un número en el intervalo {name}</translation>
    </message>
    <message>
        <source>true or false is expected</source>
        <translation>se espera true o false</translation>
    </message>
    <message>
        <source>its value has another form than it must have</source>
        <translation>su valor no tiene la forma que debe tener</translation>
    </message>
    <message>
        <source>Your settings could not be saved: {why}</source>
        <translation>No se han podido guardar tus ajustes: {why}</translation>
    </message>
    <message>
        <source>Decoded music cannot be kept in {where}: {why}. Free space or fix its rights.</source>
        <translation>La música descodificada no se puede guardar en {where}: {why}. Libera espacio o corrige los permisos.</translation>
    </message>
    <message>
        <source>Sound through “{name}” is not available here. Choose another --output.</source>
        <translation>El sonido por «{name}» no está disponible aquí. Elige otro --output.</translation>
    </message>
    <message>
        <source>Unisono {name} is out: {where}</source>
        <translation>Ya está aquí Unisono {name}: {where}</translation>
    </message>
    <message>
        <source>The bundled music is missing. Install Unisono again, or use: unisono host FILE</source>
        <translation>Falta la música incluida. Instala Unisono otra vez o usa: unisono host ARCHIVO</translation>
    </message>
    <message>
        <source>The demo was stopped.</source>
        <translation>La demostración se ha detenido.</translation>
    </message>
    <message>
        <source>The party did not open within {count} s. Run it again with --verbose.</source>
        <translation>La fiesta no se ha abierto en {count} s. Inténtalo de nuevo con --verbose.</translation>
    </message>
    <message>
        <source>The guest did not arrive within {count} s. Run it again with --verbose.</source>
        <translation>El invitado no ha llegado en {count} s. Inténtalo de nuevo con --verbose.</translation>
    </message>
    <message>
        <source>The music did not start within {count} s. Run it again with --verbose.</source>
        <translation>La música no ha empezado en {count} s. Inténtalo de nuevo con --verbose.</translation>
    </message>
    <message>
        <source>The window needs PySide6, which is not installed here. Install it, or use --headless.</source>
        <translation>La ventana necesita PySide6, que no está instalado aquí. Instálalo o usa --headless.</translation>
    </message>
    <message>
        <source>There is no display here. Start Unisono on a desktop, or use --headless with host or join.</source>
        <translation>Aquí no hay pantalla. Inicia Unisono en un escritorio o usa --headless con host o join.</translation>
    </message>
    <message>
        <source>The display {where} cannot be reached. Start Unisono on a desktop, or use --headless with host or join.</source>
        <translation>No se puede llegar a la pantalla {where}. Inicia Unisono en un escritorio o usa --headless con host o join.</translation>
    </message>
    <message>
        <source>There is no file {where}. Check its name.</source>
        <translation>No existe el archivo {where}. Comprueba el nombre.</translation>
    </message>
    <message>
        <source>Without a window there has to be a command: host, join, demo or doctor.</source>
        <translation>Sin ventana hace falta una orden: host, join, demo o doctor.</translation>
    </message>
    <message>
        <source>Something went wrong that should not. The log has the details: {where}</source>
        <translation>Ha fallado algo que no debía. El registro tiene los detalles: {where}</translation>
    </message>
    <message>
        <source>The relay did not understand this. Check what you entered, or update the app and the relay.</source>
        <extracomment>What relays refuse, one sentence for each code of the wire; its words must suit every case of the code.</extracomment>
        <translation>El relé no lo ha entendido. Comprueba lo que has escrito o actualiza la aplicación y el relé.</translation>
    </message>
    <message>
        <source>This is too much for the relay at once. Try it in smaller parts.</source>
        <translation>Es demasiado de una vez para el relé. Inténtalo en partes más pequeñas.</translation>
    </message>
    <message>
        <source>Too many tries in a short time. Wait a minute and try again.</source>
        <translation>Demasiados intentos en poco tiempo. Espera un minuto e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>No party has this code. Check the code with the host; the party may also have ended.</source>
        <translation>Ninguna fiesta tiene este código. Compruébalo con el anfitrión; puede que la fiesta haya terminado.</translation>
    </message>
    <message>
        <source>The PIN is not right. Ask the host for the party&apos;s PIN.</source>
        <translation>El PIN no es correcto. Pide al anfitrión el PIN de la fiesta.</translation>
    </message>
    <message>
        <source>Your seat in the party is gone. Join again with the code.</source>
        <translation>Has perdido tu sitio en la fiesta. Vuelve a entrar con el código.</translation>
    </message>
    <message>
        <source>You are in no party at the moment. Start or join one first.</source>
        <translation>Ahora no estás en ninguna fiesta. Empieza una o entra en otra primero.</translation>
    </message>
    <message>
        <source>You are in a party already. Leave it first.</source>
        <translation>Ya estás en una fiesta. Sal de ella primero.</translation>
    </message>
    <message>
        <source>Only the host can do this.</source>
        <translation>Solo el anfitrión puede hacer esto.</translation>
    </message>
    <message>
        <source>There is nothing to play. Add a track first.</source>
        <translation>No hay nada que reproducir. Añade una pista primero.</translation>
    </message>
    <message>
        <source>A track is a file or a link that starts with http or https.</source>
        <translation>Una pista es un archivo o un enlace que empieza por http o https.</translation>
    </message>
    <message>
        <source>This member is away, or does not allow it. Choose another one.</source>
        <translation>Esta persona no está o no lo permite. Elige otra.</translation>
    </message>
    <message>
        <source>This item is not in the queue any more.</source>
        <translation>Esto ya no está en la cola.</translation>
    </message>
    <message>
        <source>The queue is full. Remove something first.</source>
        <translation>La cola está llena. Quita algo primero.</translation>
    </message>
    <message>
        <source>The party is full. Ask the host to make room.</source>
        <translation>La fiesta está llena. Pide al anfitrión que haga sitio.</translation>
    </message>
    <message>
        <source>The relay is full. Try again later, or use another relay.</source>
        <translation>El relé está lleno. Inténtalo más tarde o usa otro.</translation>
    </message>
    <message>
        <source>This app and the relay do not understand each other. Update both to the same version.</source>
        <translation>Esta aplicación y el relé no se entienden. Actualiza los dos a la misma versión.</translation>
    </message>
    <message>
        <source>The connection to the relay is too slow. Try again.</source>
        <translation>La conexión con el relé es demasiado lenta. Inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>The relay is being restarted. The music goes on; the party comes back by itself.</source>
        <translation>El relé se está reiniciando. La música sigue; la fiesta volverá sola.</translation>
    </message>
    <message>
        <source>This file is larger than the relay takes. Ask whoever runs the relay to raise the limit.</source>
        <translation>Este archivo es más grande de lo que admite el relé. Pide a quien lo lleva que suba el límite.</translation>
    </message>
    <message>
        <source>The party&apos;s space on the relay is used up. Remove something from the queue first.</source>
        <translation>El espacio de la fiesta en el relé se ha agotado. Quita primero algo de la cola.</translation>
    </message>
    <message>
        <source>The relay&apos;s disk is full. Remove something from the queue or free some space there.</source>
        <translation>El disco del relé está lleno. Quita algo de la cola o libera espacio allí.</translation>
    </message>
    <message>
        <source>This file holds no music that can be played. Choose an audio file.</source>
        <translation>Este archivo no contiene música que se pueda reproducir. Elige un archivo de audio.</translation>
    </message>
    <message>
        <source>Nobody here can play this track, so it was passed over. Choose another copy.</source>
        <translation>Nadie aquí puede reproducir esta pista y se ha saltado. Elige otra copia.</translation>
    </message>
    <message>
        <source>Something went wrong in the relay. Try again.</source>
        <translation>Algo ha fallado en el relé. Inténtalo de nuevo.</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>PulseAudio or PipeWire</source>
        <translation>PulseAudio o PipeWire</translation>
    </message>
    <message>
        <source>The system, directly</source>
        <translation>El sistema, directamente</translation>
    </message>
    <message>
        <source>libVLC (less exact)</source>
        <translation>libVLC (menos exacto)</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Silencio</translation>
    </message>
    <message>
        <source>One room</source>
        <translation>Una sala</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Across the internet</source>
        <translation>Por internet</translation>
    </message>
    <message>
        <source>Mobile phone network</source>
        <translation>Red móvil</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Kept in {0}</source>
        <translation>Se guarda en {0}</translation>
    </message>
    <message>
        <source>{0} used, in {1}</source>
        <translation>{0} en uso, en {1}</translation>
    </message>
    <message>
        <source>As the system has it</source>
        <translation>Como en el sistema</translation>
    </message>
    <message>
        <source>{0} (not there now)</source>
        <translation>{0} (no está ahora)</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Buscando…</translation>
    </message>
    <message>
        <source>None found. Connect a loudspeaker, then look again.</source>
        <translation>No se encontró ninguno. Conecta un altavoz y busca de nuevo.</translation>
    </message>
    <message>
        <source>The system plays on: {0}</source>
        <translation>El sistema suena por: {0}</translation>
    </message>
</context>
<context>
    <name>toast</name>
    <message>
        <source>Undo</source>
        <extracomment>A sentence of 15 words is read in 5 s; what ends the party stays until it is closed.</extracomment>
        <translation>Deshacer</translation>
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
        <translation>Ausente, volverá</translation>
    </message>
    <message>
        <source>Getting the music</source>
        <translation>Recibiendo la música</translation>
    </message>
    <message>
        <source>Cannot play this track</source>
        <translation>No puede reproducir esta pista</translation>
    </message>
    <message>
        <source>Plays another version of this track</source>
        <translation>Reproduce otra versión de la pista</translation>
    </message>
    <message>
        <source>Old player, sync not measured</source>
        <translation>Reproductor antiguo, sin medir</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Presente</translation>
    </message>
    <message>
        <source>you</source>
        <translation>tú</translation>
    </message>
    <message>
        <source>host</source>
        <translation>anfitrión</translation>
    </message>
    <message>
        <source>in sync</source>
        <translation>en sincronía</translation>
    </message>
    <message>
        <source>too early</source>
        <translation>demasiado pronto</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>demasiado tarde</translation>
    </message>
    <message>
        <source>Sync of all members: nothing measured yet</source>
        <translation>Sincronía de todos: aún sin medir</translation>
    </message>
    <message>
        <source>{0} people</source>
        <translation>{0} personas</translation>
    </message>
    <message>
        <source> and </source>
        <translation> y </translation>
    </message>
    <message>
        <source>The host</source>
        <translation>El anfitrión</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>quedan {0}</translation>
    </message>
    <message>
        <source>Love it</source>
        <translation>Me encanta</translation>
    </message>
    <message>
        <source>Like it</source>
        <translation>Me gusta</translation>
    </message>
    <message>
        <source>Great choice</source>
        <translation>Gran elección</translation>
    </message>
    <message>
        <source>On fire</source>
        <translation>Genial</translation>
    </message>
    <message>
        <source>Happy</source>
        <translation>Alegre</translation>
    </message>
    <message>
        <source>cannot be played</source>
        <translation>no se puede reproducir</translation>
    </message>
    <message>
        <source>now playing</source>
        <translation>sonando ahora</translation>
    </message>
    <message>
        <source>Connecting to the party…</source>
        <translation>Conectando con la fiesta…</translation>
    </message>
    <message>
        <source>Paused for everybody</source>
        <translation>En pausa para todos</translation>
    </message>
    <message>
        <source>Waiting until everybody has the music</source>
        <translation>Esperando a que todos tengan la música</translation>
    </message>
    <message>
        <source>Waiting for {0}</source>
        <translation>Esperando a {0}</translation>
    </message>
    <message>
        <source>Preparing: starting in {0} s</source>
        <translation>Preparando: empieza en {0} s</translation>
    </message>
    <message>
        <source>Joining late: getting the music ({0} %)</source>
        <translation>Llegada tardía: recibiendo la música ({0} %)</translation>
    </message>
    <message>
        <source>Preparing the music ({0} %)</source>
        <translation>Preparando la música ({0} %)</translation>
    </message>
    <message>
        <source>Preparing: starting now</source>
        <translation>Preparando: empieza ahora</translation>
    </message>
    <message>
        <source>Playing · {0} out of sync</source>
        <translation>Suena · {0} fuera de sincronía</translation>
    </message>
    <message>
        <source>Playing · only you are here so far</source>
        <translation>Suena · de momento solo estás tú</translation>
    </message>
    <message>
        <source>Playing · measuring the sync</source>
        <translation>Suena · midiendo la sincronía</translation>
    </message>
    <message>
        <source>Playing in sync · all {0} within {1}</source>
        <translation>Suena en sincronía · los {0} dentro de {1}</translation>
    </message>
    <message>
        <source>Playing · all {0} within {1}</source>
        <translation>Suena · los {0} dentro de {1}</translation>
    </message>
    <message>
        <source>Ready when you are</source>
        <translation>Todo listo cuando quieras</translation>
    </message>
    <message>
        <source>Add music to begin</source>
        <translation>Añade música para empezar</translation>
    </message>
    <message>
        <source>Waiting for {0} to play something</source>
        <translation>Esperando a que {0} ponga algo</translation>
    </message>
</context>
</TS>

from __future__ import annotations

import pytest

from app.core.events import Enter, LeaveAsked
from app.core.link_facts import LinkDown, LinkUp
from app.core.picture import Painter, Surroundings
from app.core.player_facts import OutputLost, Sounding, TrackCover, TrackFailed, TrackProgress, TrackWaveform
from app.core.view import BannerKind, PartyView, Phase, UploadView
from app.core.waveform import Waveform
from app.said import Said, Saying, quoted
from server.protocol.messages import MemberSync, Pause, QueueItem, QueueUpdated, Track
from server.protocol.units import Seconds
from tests.fakes.dialogue import RELAY, Dialogue, item, member, prepare, room, server, sync_state

TRACK = Track(track_id="a", track_url="/api/track/a", title="A", filename="a.flac")


def view(talk: Dialogue, *, preparing: bool = False) -> PartyView:
    upload = UploadView(upload_id="u", name="x.mp3", sent_bytes=1, size_bytes=2)
    around = Surroundings(reading=talk.reading, uploads=(upload,), volume=0.5, muted=True, preparing_party=preparing)
    return Painter(talk.session).draw(around, talk.now)


def guest() -> Dialogue:
    talk = Dialogue()
    talk.join(sync_state())
    talk.wait(1.0)
    return talk


class TestPhases:
    def test_before_the_first_party_nothing_is_on(self) -> None:
        picture = view(Dialogue())
        assert picture.phase is Phase.IDLE
        assert (picture.volume, picture.muted, len(picture.uploads)) == (0.5, True, 1)

    def test_the_way_in_is_connecting(self) -> None:
        talk = Dialogue()
        assert view(talk, preparing=True).phase is Phase.CONNECTING
        talk.happen(Enter(relay=RELAY, name="Host"))
        assert view(talk).phase is Phase.CONNECTING
        talk.happen(LinkUp(at=talk.now))
        assert view(talk).phase is Phase.CONNECTING

    def test_a_party_without_music_is_stopped(self) -> None:
        picture = view(guest())
        assert picture.phase is Phase.STOPPED
        assert picture.track is None
        assert picture.banner is None
        assert picture.synchronised

    def test_a_start_ahead_is_preparing_with_its_instant(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now + 2.0, position=7.0))
        picture = view(talk)
        assert picture.phase is Phase.PREPARING
        assert picture.starts_at == pytest.approx(talk.now + 2.0, abs=1e-3)
        assert picture.position == 7.0

    def test_playing_shows_what_is_heard(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now))
        talk.hears(position=4.5, drift_ms=0.4)
        talk.tick()
        picture = view(talk)
        assert (picture.phase, picture.position, picture.position_at) == (Phase.PLAYING, 4.5, talk.now)
        assert picture.starts_at is None
        assert picture.sync is not None
        assert picture.sync.drift_ms == 0.4

    def test_a_seek_is_shown_at_once_while_the_old_place_is_still_heard(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now))
        talk.hears(position=4.5)
        talk.receive(prepare(at=talk.now + 1.2, position=40.0, sequence=2))
        picture = view(talk)
        assert (picture.phase, picture.position) == (Phase.PREPARING, 40.0)

    def test_before_the_first_reading_the_schedule_is_shown(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now - 3.0))
        picture = view(talk)
        assert picture.phase is Phase.PLAYING
        assert picture.position == pytest.approx(3.0, abs=0.01)

    def test_samples_that_are_not_there_yet_are_preparing(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now - 3.0))
        talk.silence(Sounding.STARVED)
        assert view(talk).phase is Phase.PREPARING

    def test_who_comes_late_is_told_so_and_not_that_a_start_is_near(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now - 3.0))
        talk.silence(Sounding.STARVED)
        assert view(talk).joining_late

    def test_a_start_a_moment_ago_is_not_late_yet(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now - 0.5))
        talk.silence(Sounding.STARVED)
        assert not view(talk).joining_late

    def test_a_pause_is_shown_at_once(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now))
        talk.receive(Pause(paused_at_server_ms=server(talk.now + 0.3), paused_position_sec=9.0, sequence=2))
        talk.wait(1.0)
        picture = view(talk)
        assert (picture.phase, picture.position) == (Phase.PAUSED, 9.0)

    def test_a_start_that_waits_names_whom_for(self) -> None:
        talk = guest()
        talk.receive(sync_state("preparing", track=TRACK, waiting_for=("bea", "gone"), sequence=2))
        picture = view(talk)
        assert picture.phase is Phase.WAITING
        assert picture.waiting_for == ("Bea",)

    def test_afterwards_the_reason_stays(self) -> None:
        talk = guest()
        talk.happen(LeaveAsked())
        picture = view(talk)
        assert (picture.phase, picture.left_reason) == (Phase.LEFT, Said(what=Saying.LEFT))

    def test_without_a_clock_the_start_position_is_all_that_is_known(self) -> None:
        talk = Dialogue(pongs=False)
        talk.join(sync_state())
        talk.receive(prepare(at=talk.now, position=5.0))
        picture = view(talk)
        assert (picture.phase, picture.position, picture.sync) == (Phase.PREPARING, 5.0, None)


class TestParts:
    def test_the_invite_is_the_address_others_reach(self) -> None:
        talk = guest()
        picture = view(talk)
        assert picture.invite_short == "ACDEFG@relay.example"
        assert picture.invite_url == "http://relay.example:8750/join/ACDEFG"

    def test_members_show_their_sync(self) -> None:
        talk = guest()
        figures = MemberSync(drift_ms=1.0, uncertainty_ms=0.2, rtt_ms=8.0)
        talk.receive(room(member("Host", is_host=True, sync=figures), member("Bea", track_state="ready")))
        host, bea = view(talk).members
        assert (host.drift_ms, host.uncertainty_ms, host.rtt_ms, host.is_self) == (1.0, 0.2, 8.0, False)
        assert (bea.drift_ms, bea.is_self, bea.track_state) == (None, True, "ready")

    def test_queue_items_show_how_far_we_are_with_them(self) -> None:
        talk = guest()
        nameless = QueueItem(filename="c.flac")
        talk.receive(QueueUpdated(items=(item("a", duration_ms=2000), item("b"), nameless), current_index=0))
        talk.happen(TrackProgress(track_id="a", decoded=Seconds(1.0), fraction=0.5))
        first, second, third = view(talk).queue
        assert (first.is_current, first.state, first.progress, first.duration) == (True, "downloading", 0.5, 2.0)
        assert (second.is_current, second.duration) == (False, None)
        assert (third.item_id, third.title, third.state) == ("#2", "c.flac", "none")

    def test_while_the_next_track_is_announced_the_heard_one_is_shown(self) -> None:
        talk = guest()
        talk.receive(prepare("a", at=talk.now, duration=60.0))
        talk.receive(prepare("b", at=talk.now + 60.0, sequence=2))
        track = view(talk).track
        assert track is not None
        assert (track.track_id, track.duration) == ("a", 60.0)

    def test_the_tracks_own_pictures_are_shown_once_they_are_found(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now))
        waveform = Waveform(levels=b"12", step=Seconds(1.0))
        talk.happen(TrackCover(track_id="a", image=b"png"))
        talk.happen(TrackWaveform(track_id="a", waveform=waveform))
        track = view(talk).track
        assert track is not None
        assert (track.cover, track.waveform) == (b"png", waveform)

    def test_artists_come_from_the_party(self) -> None:
        talk = guest()
        talk.receive(QueueUpdated(items=(item("a", artist="The Band"), item("b"))))
        named = Track(track_id="a", track_url="/api/track/a", title="A", filename="a.flac", artist="The Band")
        talk.receive(sync_state("paused", track=named, queue=(item("a", artist="The Band"), item("b")), sequence=2))
        picture = view(talk)
        assert picture.track is not None
        assert picture.track.artist == "The Band"
        assert [row.artist for row in picture.queue] == ["The Band", ""]

    def test_a_track_whose_address_is_refused_is_still_named(self) -> None:
        talk = guest()
        bad = Track(track_id="a", track_url="file:///x", title="", filename="x.flac", duration_ms=3000)
        talk.receive(sync_state("paused", track=bad, sequence=2))
        track = view(talk).track
        assert track is not None
        assert (track.title, track.duration, track.decoded_fraction) == ("x.flac", 3.0, 0.0)


class TestDrawingAgain:
    def test_rows_are_kept_while_they_hold(self) -> None:
        talk = guest()
        talk.receive(QueueUpdated(items=(item("a"), item("b"))))
        painter, around = Painter(talk.session), Surroundings(reading=talk.reading)
        first = painter.draw(around, talk.now)
        talk.wait(0.3)
        second = painter.draw(around, talk.now)
        assert second.members is first.members
        assert second.queue is first.queue
        talk.receive(room(member("Bea")), QueueUpdated(items=(item("b"),)))
        third = painter.draw(around, talk.now)
        assert len(third.members) == len(third.queue) == 1

    def test_time_alone_can_call_for_a_new_picture(self) -> None:
        talk = Dialogue(pongs=False)
        painter = Painter(talk.session)
        before = painter.moment(talk.reading, talk.now)
        talk.pongs = True
        talk.join(sync_state())
        talk.receive(prepare(at=talk.now + 1.0))
        ahead = painter.moment(talk.reading, talk.now)
        talk.wait(2.0)
        assert before == ahead
        assert painter.moment(talk.reading, talk.now) != ahead


class TestBanners:
    def kind(self, talk: Dialogue) -> BannerKind | None:
        banner = view(talk).banner
        return None if banner is None else banner.kind

    def test_a_missing_libvlc_comes_first(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now))
        talk.happen(OutputLost(code="no-audio-output", said=quoted("None.")))
        talk.happen(TrackFailed(track_id="a", code="libvlc-missing", said=quoted("Missing.")))
        assert self.kind(talk) is BannerKind.LIBVLC_MISSING

    def test_a_missing_output_can_be_tried_again(self) -> None:
        talk = Dialogue()
        talk.happen(OutputLost(code="no-audio-output", said=quoted("No output found.")))
        banner = view(talk).banner
        assert banner is not None
        assert (banner.kind, banner.text, banner.action) == (BannerKind.NO_OUTPUT, "No output found.", "retry-output")

    def test_a_short_loss_of_the_link_is_not_worth_a_word(self) -> None:
        talk = guest()
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(0.5)))
        assert self.kind(talk) is None
        talk.wait(2.0)
        banner = view(talk).banner
        assert banner is not None
        assert banner.text == "Reconnecting: please wait"

    def test_while_the_link_is_away_the_music_goes_on(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now))
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(0.5)))
        talk.wait(2.0)
        talk.happen(LinkUp(at=talk.now))
        banner = view(talk).banner
        assert banner is not None
        assert banner.text == "Reconnecting: the music goes on"

    def test_a_relay_that_stays_away_is_explained_and_can_be_tried(self) -> None:
        talk = guest()
        for _ in range(5):
            talk.happen(LinkDown(at=talk.now, reason=quoted("No relay is running there."), retry_in=Seconds(5.0)))
            talk.wait(5.0)
        banner = view(talk).banner
        assert banner is not None
        assert (banner.kind, banner.action) == (BannerKind.RELAY_UNREACHABLE, "retry")
        assert banner.text == "Still reconnecting, please wait. No relay is running there."

    def test_further_attempts_do_not_take_the_banner_away(self) -> None:
        talk = guest()
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(2.0)))
        talk.wait(2.0)
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(2.0)))
        assert self.kind(talk) is BannerKind.RECONNECTING

    @pytest.mark.parametrize(("drift", "side"), [(1800.0, "ahead"), (-1800.0, "behind")])
    def test_a_large_drift_offers_resync(self, drift: float, side: str) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now))
        talk.hears(drift_ms=drift)
        talk.wait(4.0)
        banner = view(talk).banner
        assert banner is not None
        assert banner.text == f"You are 1.8 s {side}"

    def test_a_failed_track_can_be_skipped_by_the_host(self) -> None:
        talk = Dialogue()
        talk.create()
        talk.receive(prepare(at=talk.now))
        talk.happen(TrackFailed(track_id="a", code="corrupt", said=quoted("Damaged.")))
        banner = view(talk).banner
        assert banner is not None
        assert (banner.kind, banner.action) == (BannerKind.TRACK_FAILED, "skip")
        assert banner.text == "Damaged."

    def test_a_guest_can_only_wait_for_that(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now))
        talk.happen(TrackFailed(track_id="a", code="corrupt", said=quoted("Damaged.")))
        banner = view(talk).banner
        assert banner is not None
        assert banner.action == ""

    def test_what_may_pass_can_be_tried_again_by_everybody(self) -> None:
        talk = guest()
        talk.receive(prepare(at=talk.now))
        talk.happen(TrackFailed(track_id="a", code="unreachable", said=quoted("Cut off.")))
        banner = view(talk).banner
        assert banner is not None
        assert banner.action == "retry"

    def test_a_relay_without_time_is_not_synchronised(self) -> None:
        talk = Dialogue(pongs=False)
        talk.join(sync_state())
        assert self.kind(talk) is None
        talk.wait(4.0)
        assert self.kind(talk) is BannerKind.NOT_SYNCHRONISED

    def test_an_absent_host_is_mentioned(self) -> None:
        talk = guest()
        talk.receive(room(member("Host", is_host=True, connected=False), member("Bea")))
        assert self.kind(talk) is BannerKind.HOST_GONE

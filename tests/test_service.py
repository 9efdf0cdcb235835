import os
import signal
import socket
import sys
from math import inf
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest

from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.errors import CameraStalled, ModelError
from pi_nn.service import Guard, end_now, ended_by_signals, exit_code, notifiers

FRAME = np.zeros((32, 32), np.uint8)
LONG = 30.0  # seconds in which a thread that is to do something has done it, on any machine


def reading(digit=None, unsure=False):
    return Reading(FRAME, None, NO_DIGIT, digit, 0.9, unsure)


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    """What systemd has heard so far: a real socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield lambda: heard(listener)


def heard(listener):
    messages = []
    while True:
        try:
            messages.append(listener.recv(1000).decode())
        except BlockingIOError:
            return messages


def test_systemd_hears_ready_at_the_first_reading_and_not_before(systemd):
    (notify,) = notifiers()
    with notify:
        assert systemd() == []
        notify.show(reading())
        assert systemd() == ["READY=1", "WATCHDOG=1", "STATUS=no digit"]


def test_each_reading_feeds_the_watchdog_and_each_change_is_a_status(systemd):
    (notify,) = notifiers()
    with notify:
        for each in (reading(), reading(), reading(7), reading(7), reading(unsure=True)):
            notify.show(each)
    messages = systemd()
    assert messages.count("WATCHDOG=1") == 5 and messages.count("READY=1") == 1
    assert [each for each in messages if "STATUS" in each] == ["STATUS=no digit", "STATUS=digit 7", "STATUS=unsure"]


def test_a_number_is_one_status_while_its_digits_are_shown_one_after_another(systemd):
    (notify,) = notifiers()
    with notify:
        for digit in (4, None, 0):
            notify.show(reading(digit)._replace(number="407"))
    assert [each for each in systemd() if "STATUS" in each] == ["STATUS=number 407"]


def test_systemd_hears_of_the_end(systemd):
    with notifiers()[0]:
        pass
    assert systemd() == ["STOPPING=1"]


def test_a_fault_stands_for_readings(systemd):
    with notifiers()[0] as notify:
        notify.tell("no camera")
        notify.tell("no camera")
        notify.show(reading(7))
    assert systemd() == [
        "READY=1", "WATCHDOG=1", "STATUS=no camera", "WATCHDOG=1", "WATCHDOG=1", "STATUS=digit 7", "STOPPING=1"
    ]  # fmt: skip


def send_raises(notify, error):
    """Let the socket to systemd raise the error whenever something is sent."""

    def sendall(message):
        raise error

    notify._notifier.socket.close()
    notify._notifier.socket = SimpleNamespace(sendall=sendall)


def test_a_signal_while_systemd_is_told_something_ends_us(systemd):
    (notify,) = notifiers()
    send_raises(notify, SystemExit(0))
    with pytest.raises(SystemExit):
        notify.show(reading())


def test_a_systemd_that_is_gone_ends_nothing(systemd):
    (notify,) = notifiers()
    send_raises(notify, ConnectionRefusedError())
    notify.show(reading())


def test_without_systemd_nothing_is_notified(monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert notifiers() == []


def test_a_missing_sdnotify_is_said(systemd, monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "sdnotify", None)
    assert notifiers() == [] and "apt install python3-sdnotify" in caplog.text


class Watched:
    """A guard whose end is noted instead of taken."""

    def __init__(self, **limits):
        self.events, self.ended = [], Event()
        self.guard = Guard(lambda: self.events.append("dark"), tick=0.001, end=self.end, **limits)

    def end(self, code):
        self.events.append(code)
        self.ended.set()


def test_a_stuck_opening_ends_dark_with_the_code_for_another_try(capsys):
    watched = Watched(open_seconds=0.01)
    with watched.guard:
        assert watched.ended.wait(LONG)
    assert watched.events == ["dark", 75] and "stands still" in capsys.readouterr().err


def test_a_stuck_loop_ends_dark():
    watched = Watched(stall_seconds=0.01)
    with watched.guard:
        watched.guard.show(reading())
        assert watched.ended.wait(LONG)
    assert watched.events == ["dark", 75]


@pytest.mark.parametrize(
    ("error", "code"), [(SystemExit(0), 0), (KeyboardInterrupt(), 130), (CameraStalled("x"), 75), (ModelError("x"), 2)]
)
def test_a_stuck_closing_ends_with_the_code_of_what_led_to_it(capsys, error, code):
    watched = Watched(close_seconds=0.01)
    with watched.guard:
        with pytest.raises(type(error)), watched.guard.leaving():
            raise error
        assert watched.ended.wait(LONG)
    assert watched.events == ["dark", code] and not capsys.readouterr().err


def test_a_late_reading_does_not_undo_the_leaving():
    watched = Watched(close_seconds=0.01)
    with watched.guard:
        watched.guard.leave(0)
        watched.guard.show(reading())
        assert watched.ended.wait(LONG)


def test_what_is_opened_again_has_its_time_and_the_code_of_a_stall():
    watched = Watched(close_seconds=LONG, open_seconds=0.01)
    watched.guard.leave(0)
    watched.guard.opening()
    with watched.guard:
        assert watched.ended.wait(LONG)
    assert watched.events == ["dark", 75]


def test_a_living_loop_is_left_alone():
    watched = Watched(stall_seconds=LONG, open_seconds=LONG)
    with watched.guard:
        for _ in range(100):
            watched.guard.show(reading())
    assert watched.events == []


def test_what_is_no_device_may_take_its_time():
    guard = Guard(lambda: None)
    guard.show(reading())
    assert guard._left == inf


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_display_that_hangs_or_breaks_does_not_keep_the_process():
    for dark in (Event().wait, lambda: {}["broken"]):
        ended = Event()
        guard = Guard(dark, open_seconds=0.01, tick=0.001, end=lambda code, ended=ended: ended.set())
        with guard:
            assert ended.wait(LONG)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGHUP, 129)])
def test_a_signal_becomes_an_orderly_exit_and_is_told_first(number, code):
    codes = []
    with pytest.raises(SystemExit) as error, ended_by_signals() as told:
        told.append(codes.append)
        os.kill(os.getpid(), number)
    assert error.value.code == code and codes == [code]


def test_a_second_signal_does_not_disturb_the_cleaning():
    cleaned = []
    with pytest.raises(SystemExit), ended_by_signals():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            cleaned.append(True)
    assert cleaned


def test_handlers_are_given_back_and_what_is_ignored_stays_so(monkeypatch):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with ended_by_signals():
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize(("code", "ends_with"), [(None, 0), (3, 3), ("text", 1)])
def test_an_exits_code_is_what_python_makes_of_it(code, ends_with):
    assert exit_code(SystemExit(code)) == ends_with


def test_any_other_error_ends_with_1():
    assert exit_code(ValueError()) == 1


def test_end_now_ends_though_nobody_reads(monkeypatch):
    class Gone:
        def flush(self):
            raise BrokenPipeError

    ended = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(sys, "stdout", Gone())
    end_now(75)
    assert ended == [75]


def test_a_name_that_is_no_text_can_be_told(systemd):
    with notifiers()[0] as notify:
        notify.tell("no camera: \udcff")
        assert systemd()[-1] == "STATUS=no camera: \\udcff"

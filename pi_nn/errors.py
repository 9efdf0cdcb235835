"""The errors that a person can mend: each is one line that says what, where and what to do."""


class PiNNError(Exception):
    """Base of all errors that end a command with one line instead of a traceback.

    `exit_code` is what the command ends with: 2, because it could not do its work at all.
    """

    exit_code = 2


class SettingsError(PiNNError):
    """A settings file or a value on the command line cannot be used."""


class DataError(PiNNError):
    """A data set, picture or labels file is missing, truncated or not what it claims to be."""


class ModelError(PiNNError):
    """A model file is missing, damaged or belongs to another network."""


class CameraError(PiNNError):
    """No camera could be opened."""


class CameraStalled(CameraError):
    """A camera that was open delivers no more frames: leave the process, do not close the camera.

    75 is EX_TEMPFAIL of sysexits.h: try again, which systemd does.
    """

    exit_code = 75


class DisplayError(PiNNError):
    """A pin does not exist or is busy."""


class TrainingError(PiNNError):
    """Training diverged, or its checkpoint cannot be written or resumed."""


class ServiceError(PiNNError):
    """The appliance's service does not run here, or may not be looked at."""

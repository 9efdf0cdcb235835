"""Model files: a network and its record in an .npz, written atomically and read without pickle.

An .npz here holds arrays and one JSON text `record`; a model's also `layers`, [{"type": "Dense", "config": {...}}],
and its arrays are called as in `Network.arrays()`, in float16. One with a weighing and a glance has {"network": those
layers, "weighing": its layers, "glance": ...}, and their arrays are called "weighing.0.weight". Checkpoints of a
training are of the same kind.
"""

import json
import zipfile
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from pi_nn import files
from pi_nn import layers as layer_types
from pi_nn.errors import ModelError, TrainingError
from pi_nn.network import Network
from pi_nn.vision.standing import AT_FIRST, MEASURES, stances

PACKAGED = Path(__file__).with_name("model.npz")
LARGEST_FILE = 256 << 20  # bytes of all arrays, as of a large training's checkpoint
LARGEST = 64 << 20  # bytes of one array: a file that claims more is damaged or hostile
LARGEST_MODEL = 8 << 20  # bytes of all arrays of a model, forty times those of the shipped one
MOST_LAYERS = 64
LARGEST_KERNEL = 28  # pixels of a convolution's side: a glyph's
_SMALL = ("weighing", "glance")  # networks that go with the one; their names stand before those of their arrays
_SIZES = ("inputs", "outputs", "channels", "filters", "size", "size")  # whose product is what a layer holds
TYPES = {
    kind.__name__: kind
    for kind in vars(layer_types).values()
    if isinstance(kind, type) and issubclass(kind, layer_types.Layer) and kind is not layer_types.Layer
}


def save(path: str | Path, network: Network, record: dict[str, Any]) -> None:
    """Write the network, folded and in float16, with its record (recipe, seed, errors ...); never half a file."""
    folded = network.folded()
    layers = _described(folded)
    parts = folded.arrays()
    small = {name: getattr(folded, name) for name in _SMALL if getattr(folded, name) is not None}
    if small:
        layers = {"network": layers, **{name: _described(each) for name, each in small.items()}}
        parts |= {f"{name}.{of}": array for name, each in small.items() for of, array in each.arrays().items()}
    with np.errstate(over="ignore"):
        arrays = {name: array.astype(np.float16) for name, array in parts.items()}
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise ModelError(f"{path}: not written, {name} has values too large for float16; train again")
    write_arrays(path, {"layers": np.array(json.dumps(layers)), **arrays}, record)


def _described(network: Network) -> Any:
    return [{"type": type(layer).__name__, "config": layer.config()} for layer in network.layers]


def as_saved(network: Network) -> Network:
    """The network as it is after saving and loading, folded and rounded to float16: judged is what is shipped."""
    return network.folded().astype(np.float16).astype(np.float32)


def load(path: str | Path | None = None) -> tuple[Network, dict[str, Any]]:
    """The network, in float32, and the record of a model file; the packaged one without a path."""
    path = path or PACKAGED
    arrays, record = read_arrays(path)
    if "layers" not in arrays and "figures" in record:
        what = f"is the network of a recipe, {record.get('recipe')}, which `pi-nn backquery` asks"
        raise ModelError(f"{path}: {what}; `pi-nn train` without a recipe writes one that reads")
    layers = _text(path, arrays.pop("layers", None), "layers")
    try:
        described = layers if isinstance(layers, dict) else {"network": layers}
        small = {name: _taken_from(arrays, f"{name}.") for name in _SMALL}
        network = _filled(described["network"], arrays, path)
        for name in described.keys() & small.keys():
            setattr(network, name, _filled(described[name], small[name], path))
        _try_out(network)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, MemoryError) as error:
        raise ModelError(f"{path}: its layers make no network ({error!r}); train or fetch the model again") from error
    return network, record


def _taken_from(arrays: dict[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    """Those whose names begin with it, by the rest of their names; they are removed."""
    return {name.removeprefix(prefix): arrays.pop(name) for name in [*arrays] if name.startswith(prefix)}


def _filled(layers: Any, arrays: dict[str, np.ndarray], path: str | Path) -> Network:
    _require_possible(layers, arrays)
    network = Network([TYPES[layer["type"]](**layer["config"]) for layer in layers])
    fill(network.arrays(), arrays, path)
    return network


def _require_possible(layers: Any, arrays: dict[str, np.ndarray]) -> None:
    """Before memory is taken for layers: what they claim to hold must be in the file, which has a limit, too."""
    held = sum(array.size for array in arrays.values())
    if len(layers) > MOST_LAYERS or sum(array.nbytes for array in arrays.values()) > LARGEST_MODEL:
        raise ValueError(f"{len(layers)} layers of {held} values are too many")
    for layer in layers:
        claimed = [layer["config"].get(name, 1) for name in _SIZES]
        if prod(map(abs, claimed)) > held or layer["config"].get("size", 1) > LARGEST_KERNEL:
            raise ValueError(f"a {layer['type']} of {layer['config']} is not in the file")


def _try_out(network: Network) -> None:
    """Layers that do not fit each other, and weights that are too large, show it at the first glyph."""
    glyph = np.ones((28, 28), np.float32)
    with np.errstate(all="ignore"):
        answers = network.forward(glyph[None])
        if answers.shape != (1, 11):
            raise ValueError(f"a glyph gives {answers.shape} instead of eleven scores")
        if network.weighing is not None:
            if len(network.weighing.parameters()[0]) < AT_FIRST + answers.shape[1]:
                raise ValueError("its weighing is of other measures")
            answers = network.predict(glyph, np.ones(len(MEASURES), np.float32))
        chance = network.chance(stances(np.ones((1, len(MEASURES)), np.float32))[0])
    if not np.isfinite(answers).all() or not 0 <= chance <= 1:
        raise ValueError("a glyph gives scores that are no numbers")


def resume(path: str | Path, state: dict[str, np.ndarray], record: dict[str, Any]) -> bool:
    """Fill the arrays of a training's state from its checkpoint; False if there is none.

    TrainingError if the checkpoint's record is another: it belongs to a run with other settings.
    """
    clear_unfinished(path)
    if not Path(path).exists():
        return False
    arrays, found = read_arrays(path)
    if found != record:
        advice = "name another file with --out; or, if that run is over, remove it to begin anew"
        raise TrainingError(f"{path}: belongs to a run with other settings; {advice}")
    fill(state, arrays, path)
    return True


def fill(wanted: dict[str, np.ndarray], found: dict[str, np.ndarray], path: str | Path) -> None:
    """Copy found arrays into wanted ones; ModelError where a name, a shape or a value does not fit."""
    if wanted.keys() != found.keys():
        differing = ", ".join(sorted(wanted.keys() ^ found.keys())[:3])
        raise ModelError(f"{path}: does not fit the network, see {differing}; train or fetch it again")
    for name, array in wanted.items():
        if found[name].shape != array.shape or found[name].dtype.kind not in "fi":
            shapes = f"{found[name].dtype} {found[name].shape} instead of {array.shape}"
            raise ModelError(f"{path}: {name} is {shapes}; train or fetch it again")
        with np.errstate(over="ignore"):
            values = found[name].astype(array.dtype)
        if not np.isfinite(values).all():
            raise ModelError(f"{path}: {name} holds values that are not finite; train or fetch it again")
        array[...] = values


def write_arrays(path: str | Path, arrays: dict[str, np.ndarray], record: dict[str, Any]) -> None:
    """Write arrays and record beside the path, then put them in its place: a reader sees the old or the new file.

    As `np.savez_compressed`, which in older NumPys leaves a full disk's archive open, to complain of it once more.
    What a killed process left half written there is removed.
    """
    everything: dict[str, Any] = {**arrays, "record": np.array(json.dumps(record))}
    clear_unfinished(path)
    try:
        with files.replacing(Path(path)) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, array in everything.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as entry:
                    np.lib.format.write_array(entry, np.asanyarray(array), allow_pickle=False)
    except OSError as error:
        raise ModelError(f"{path}: cannot be written ({files.reason(error)}); name another with --out") from error


def clear_unfinished(path: str | Path) -> None:
    """Remove what a killed process left half written beside the path."""
    files.clear_unfinished(Path(path))


def read_arrays(path: str | Path) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays and the record of a file that `write_arrays` wrote."""
    try:
        files.require_file(path)
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_FILE:
                raise ValueError(f"its arrays claim more than {LARGEST_FILE >> 20} MB")
            arrays = {entry.filename.removesuffix(".npy"): _array(archive, entry) for entry in archive.infolist()}
    except FileNotFoundError as error:
        raise ModelError(f"{path}: is missing; train one with: pi-nn train --out {path}") from error
    except PermissionError as error:
        raise ModelError(f"{path}: may not be read; if it is the appliance's, `sudo scripts/install` helps") from error
    except Exception as error:  # on hostile bytes zipfile and NumPy raise nearly anything
        reason = files.reason(error)
        raise ModelError(f"{path}: is damaged or no model file ({reason}); train or fetch it again") from error
    record = _text(path, arrays.pop("record", None), "record")
    if not isinstance(record, dict):
        raise ModelError(f"{path}: has no readable record; train or fetch the model again")
    return arrays, record


def _array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> np.ndarray:
    """One array; its size is checked before memory is taken for it, and pickled objects are refused.

    As `np.load` reads it, but for the header, which NumPy would read twice and each time slowly.
    """
    if entry.file_size > LARGEST:
        raise ValueError(f"{entry.filename} claims {entry.file_size} bytes")
    with archive.open(entry) as file:
        version = np.lib.format.read_magic(file)
        read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, by_columns, dtype = read_header(file)
        if dtype.hasobject:
            raise ValueError(f"{entry.filename} holds objects")
        if np.prod(shape, dtype=object) * dtype.itemsize > entry.file_size:
            raise ValueError(f"{entry.filename} claims the shape {shape}")
        values = np.frombuffer(bytearray(file.read()), dtype)  # one that can be written to
    return values.reshape(shape, order="F" if by_columns else "C")


def _text(path: str | Path, array: np.ndarray | None, name: str) -> Any:
    """What the JSON in a text array says."""
    try:
        if array is None or array.dtype.kind != "U" or array.shape != ():
            raise ValueError("it is no text")
        return json.loads(str(array))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path}: has no readable {name} ({error}); train or fetch the model again") from error

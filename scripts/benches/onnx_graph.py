"""A folded network as an ONNX model, written operator by operator; for comparing speeds, nothing else needs it."""

from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from pi_nn.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU, Reshape
from pi_nn.network import Network

OPSET = 13


def node(index: int, layer: Any) -> tuple[str, dict[str, Any], dict[str, np.ndarray]]:
    """The operator, its attributes and its further inputs."""
    match layer:
        case Flatten():
            return "Flatten", {}, {}
        case Reshape():
            return "Reshape", {}, {"shape": np.array([-1, *layer.shape], np.int64)}
        case Conv2D():
            return "Conv", {"pads": [layer.padding] * 4}, {"weight": layer.weight, "bias": layer.bias}
        case Dense():
            return "Gemm", {}, {"weight": layer.weight, "bias": layer.bias}
        case MaxPool2D():
            return "MaxPool", {"kernel_shape": [2, 2], "strides": [2, 2]}, {}
        case ReLU():
            return "Relu", {}, {}
    raise TypeError(f"layer {index}: no ONNX operator is known for {type(layer).__name__}")


def as_onnx(network: Network) -> bytes:
    """From glyphs "x" (1, 28, 28) to scores "scores" (1, 11)."""
    nodes, values, flowing = [], [], "x"
    for index, layer in enumerate(network.layers):
        operator, attributes, more = node(index, layer)
        values += [numpy_helper.from_array(array, f"{index}.{name}") for name, array in more.items()]
        names = [flowing, *(f"{index}.{name}" for name in more)]
        flowing = f"{index}"
        nodes.append(helper.make_node(operator, names, [flowing], **attributes))
    nodes.append(helper.make_node("Softmax", [flowing], ["scores"], axis=1))
    x, scores = (
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
        for name, shape in (("x", [1, 28, 28]), ("scores", [1, 11]))
    )
    graph = helper.make_graph(nodes, "pi_nn", [x], [scores], values)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content

"""A network's layers as PyTorch has them, with the same shapes; for comparing speeds, nothing else needs it."""

from torch import nn

from pi_nn.layers import BatchNorm, Conv2D, Dense, Dropout, Flatten, Layer, MaxPool2D, ReLU, Reshape
from pi_nn.network import Network


def as_torch(network: Network) -> nn.Sequential:
    """From what the network takes to its logits, with weights of PyTorch's own."""
    return nn.Sequential(*map(module, network.layers))


def module(layer: Layer) -> nn.Module:
    """The layer of the same name and size."""
    match layer:
        case Flatten():
            return nn.Flatten()
        case Reshape():
            return nn.Unflatten(1, (1, layer.shape[1]))  # (N, 28, 28) -> (N, 1, 28, 28)
        case Conv2D():
            filters, channels, size, _ = layer.weight.shape
            return nn.Conv2d(channels, filters, size, padding=layer.padding, bias="bias" in layer.trained)
        case Dense():
            return nn.Linear(*layer.weight.shape, bias="bias" in layer.trained)
        case BatchNorm():
            return nn.BatchNorm2d(len(layer.scale))
        case Dropout():
            return nn.Dropout(layer.rate)
        case MaxPool2D():
            return nn.MaxPool2d(2)
        case ReLU():
            return nn.ReLU()
    raise TypeError(f"{type(layer).__name__} is not known here")

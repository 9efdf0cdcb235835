"""The layers of a network: what each computes, and how an error flows back through it; see `layers.layer`."""

from pi_nn.layers.activations import Linear, ReLU, Sigmoid, Softmax, Step, Tanh
from pi_nn.layers.convolution import Conv2D, MaxPool2D
from pi_nn.layers.dense import Dense
from pi_nn.layers.dropout import Dropout
from pi_nn.layers.layer import BLOCK, Layer
from pi_nn.layers.normalisation import BatchNorm
from pi_nn.layers.shapes import Flatten, Reshape

__all__ = [
    "BLOCK",
    "BatchNorm",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "Layer",
    "Linear",
    "MaxPool2D",
    "ReLU",
    "Reshape",
    "Sigmoid",
    "Softmax",
    "Step",
    "Tanh",
]

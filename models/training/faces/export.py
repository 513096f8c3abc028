"""One trained network -> ONNX, and the numbers that a test compares: export.py RECIPE.json NETWORK WEIGHTS.pt OUT.onnx GOLDEN.json"""
import json
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from network import ready


def half_weights(graph):
    """Float32 weights that float16 holds exactly are stored so, each with a Cast before its use."""
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < 64 or not np.array_equal(values.astype(np.float16).astype(np.float32), values):
            continue
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), tensor.name + ":half"))
        graph.node.insert(0, helper.make_node("Cast", [tensor.name + ":half"], [tensor.name], to=TensorProto.FLOAT))


def picture():
    """A picture that a test makes without a file: smooth waves and a fine pattern."""
    y, x = np.mgrid[0:224, 0:224]
    planes = [0.5 + 0.3 * np.sin(x / 17 + c) * np.cos(y / 23) + 0.1 * ((x * 7 + y * 13 + c * 5) % 11) / 11 for c in range(3)]
    return torch.from_numpy(np.stack(planes)[None].astype(np.float32))


def main(recipe_path, name, weights, out, golden):
    torch.set_num_threads(1)
    network = ready(name, json.load(open(recipe_path)), weights)
    image = picture()
    with torch.no_grad():
        logit, shown = network(image)
    names = ["logit"] if shown is None else ["logit", "map"]

    class Shipped(torch.nn.Module):
        def forward(self, image):
            logit, shown = network(image)
            return logit if shown is None else (logit, shown)

    shipped = Shipped()
    shipped.inner = network
    torch.onnx.export(shipped.eval(), image, out, input_names=["image"], output_names=names, opset_version=13,
                      dynamic_axes={key: {0: "N"} for key in ["image", *names]})
    model = onnx.load(out)
    half_weights(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, out)
    known = {"logit": float(logit), "shape": None if shown is None else list(shown.shape),
             "map": None if shown is None else [round(float(value), 6) for value in shown.flatten()[:: max(1, shown.numel() // 50)]]}
    json.dump(known, open(golden, "w"))
    print(out, known["logit"], known["shape"])


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The three networks: image [N, 3, 224, 224] RGB 0..1 -> logit [N, 1] and, of two of them, map [N, h, w] whose mean is the logit up to a constant."""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

# What HSE_FaceRec_tf subtracts from red, green and blue.
MEANS = (123.68, 116.779, 103.939)


class Separable(nn.Module):
    """Depthwise 3 x 3, pointwise, each with scale or offset and ReLU6: one block of MobileNet (Howard et al., 2017, arXiv:1704.04861)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.stride = stride
        self.depth = nn.Conv2d(inputs, inputs, 3, stride, 0 if stride == 2 else 1, groups=inputs)
        self.point = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x):
        if self.stride == 2:
            x = F.pad(x, (0, 1, 0, 1))
        return F.relu6(self.point(F.relu6(self.depth(x))))


WIDTHS = [(32, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2)] + [(512, 512, 1)] * 5 + [(512, 1024, 2), (1024, 1024, 1)]


class Backbone(nn.Module):
    """The description network of the program, rebuilt; `blocks` of its 13 blocks."""

    def __init__(self, blocks=13, plain=False):
        super().__init__()
        # As the program asks the description network: red, green, blue from 0 to 255, nothing taken off.
        self.plain = plain
        self.register_buffer("means", torch.tensor(MEANS).view(1, 3, 1, 1))
        self.first = nn.Conv2d(3, 32, 3, 2)
        self.blocks = nn.Sequential(*[Separable(*width) for width in WIDTHS[:blocks]])

    def begin(self, image):
        return F.relu6(self.first(F.pad(image * 255 if self.plain else image * 255 - self.means, (0, 1, 0, 1))))

    def forward(self, image):
        return self.blocks(self.begin(image))

    def load(self, path):
        """Weights out of faceres.onnx, in the order in which its convolutions stand."""
        import onnx
        from onnx import numpy_helper

        graph = onnx.load(path).graph
        values = {one.name.replace(":half", ""): torch.from_numpy(numpy_helper.to_array(one).astype(np.float32)) for one in graph.initializer}
        nodes = [node for node in graph.node if node.op_type in ("Conv", "Mul", "Add")]
        layers = [self.first] + [layer for block in self.blocks for layer in (block.depth, block.point)]
        at = 0
        with torch.no_grad():
            for layer in layers:
                assert nodes[at].op_type == "Conv"
                weight = values[nodes[at].input[1]]
                at += 1
                if nodes[at].op_type == "Mul":
                    weight = weight * values[nodes[at].input[1]].view(-1, 1, 1, 1)
                    at += 1
                bias = values[nodes[at].input[1]].view(-1)
                at += 1
                # The original takes blue, green, red.
                layer.weight.copy_(weight.flip(1) if layer is self.first and not self.plain else weight)
                layer.bias.copy_(bias)
        return self


class Mapped(nn.Module):
    """Features -> what each place adds (class activation map, Zhou et al., CVPR 2016, equation 2) -> their mean and a constant."""

    def __init__(self, features, channels, drop):
        super().__init__()
        self.features = features
        self.drop = nn.Dropout(drop)
        self.head = nn.Conv2d(channels, 1, 1, bias=False)
        self.bias = nn.Parameter(torch.zeros(1))
        nn.init.normal_(self.head.weight, std=0.01)

    def forward(self, image):
        found = self.features(image)
        # Dropout on whole channels' means and on the map is the same, since the head is linear.
        if self.training:
            return self.head(self.drop(found.mean((2, 3), keepdim=True))).flatten(1) + self.bias, None
        shown = self.head(found)[:, 0]
        return shown.mean((1, 2)).unsqueeze(1) + self.bias, shown


def face(side):
    """Share of each place of a map of `side` x `side` in the face: an ellipse from brows to chin in the crop, sum 1."""
    fine = 448
    y, x = (np.mgrid[0:fine, 0:fine] + 0.5) / fine
    inside = ((x - 0.5) / 0.28) ** 2 + ((y - 0.49) / 0.37) ** 2 < 0.9
    shares = inside.reshape(side, fine // side, side, fine // side).mean((1, 3))
    return torch.from_numpy((shares / shares.sum()).astype(np.float32))


class FaceSwap(nn.Module):
    """Linear in the mean and the spread, inside the face, of what six blocks of the frozen description network answer, shallow to deep."""

    LEVELS = (1, 3, 5, 7, 9, 11)
    SIDES = (112, 56, 28, 14, 14, 14)

    def __init__(self, recipe):
        super().__init__()
        self.features = Backbone(self.LEVELS[-1], plain=True)
        widths = [WIDTHS[level - 1][1] for level in self.LEVELS]
        self.of_means = nn.ParameterList([nn.Parameter(torch.zeros(width)) for width in widths])
        self.of_spreads = nn.ParameterList([nn.Parameter(torch.zeros(width)) for width in widths])
        self.bias = nn.Parameter(torch.zeros(1))
        for k, side in enumerate(self.SIDES):
            self.register_buffer(f"face{k}", face(side))

    def pooled(self, image):
        """Of each level: the answers [N, channels, side, side], their mean and their standard deviation inside the face [N, channels]."""
        x, found = self.features.begin(image), []
        for at, block in enumerate(self.features.blocks):
            x = block(x)
            if at + 1 in self.LEVELS:
                share = getattr(self, f"face{len(found)}")
                mean = (x * share).sum((2, 3))
                spread = torch.sqrt((((x - mean[:, :, None, None]) ** 2) * share).sum((2, 3)) + 1e-8)
                found.append((x, mean, spread))
        return found

    def forward(self, image):
        logit, shown = self.bias, 0
        for k, (x, mean, spread) in enumerate(self.pooled(image)):
            of_mean, of_spread = self.of_means[k], self.of_spreads[k]
            logit = logit + mean @ of_mean + spread @ of_spread
            # The mean of (x - mean)^2 / spread over the face is the spread: so each place has its part of it.
            parts = x * of_mean[:, None, None] + (x - mean[:, :, None, None]) ** 2 * (of_spread / spread)[:, :, None, None]
            own = parts.sum(1, keepdim=True) * getattr(self, f"face{k}") * self.SIDES[k] ** 2
            shown = shown + (F.avg_pool2d(own, self.SIDES[k] // 14) if self.SIDES[k] > 14 else own)
        return logit[:, None], shown[:, 0]

    def set(self, weights, bias):
        """`weights`: of the means and then the spreads of each level, shallow to deep."""
        at = 0
        with torch.no_grad():
            for of_mean, of_spread in zip(self.of_means, self.of_spreads):
                for part in (of_mean, of_spread):
                    part.copy_(torch.from_numpy(weights[at:at + len(part)]))
                    at += len(part)
            self.bias.fill_(float(bias))


def convolution(inputs, outputs, stride):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class Residuals(nn.Module):
    """Second differences along four directions and a 5 x 5 Laplacian of each colour, clipped: what is left when the picture itself is taken away."""

    def __init__(self, width):
        super().__init__()
        kernels = np.zeros((5, 5, 5), np.float32)
        for k, (dy, dx) in enumerate([(0, 1), (1, 0), (1, 1), (1, -1)]):
            kernels[k, 2, 2] = -1
            kernels[k, 2 + dy, 2 + dx] += 0.5
            kernels[k, 2 - dy, 2 - dx] += 0.5
        row = np.array([1, 4, 6, 4, 1], np.float32) / 16
        kernels[4] = -np.outer(row, row)
        kernels[4, 2, 2] += 1
        self.register_buffer("kernels", torch.from_numpy(np.tile(kernels, (3, 1, 1))[:, None]))
        self.body = nn.Sequential(convolution(15, width, 2), convolution(width, 2 * width, 1), convolution(2 * width, 2 * width, 2),
                                  convolution(2 * width, 4 * width, 2), convolution(4 * width, 4 * width, 2))

    def forward(self, image):
        residual = F.conv2d(image, self.kernels, padding=2, groups=3) * 20
        return self.body(torch.clamp(residual, -2, 2))


def gan_image(recipe):
    return Mapped(Residuals(recipe["width"]), 4 * recipe["width"], recipe["dropout"])


class Capsules(nn.Module):
    """Capsule-Forensics (Nguyen, Yamagishi, Echizen, ICASSP 2019): primary capsules with statistics pooling, routed by agreement to two."""

    def __init__(self, channels, count, size, rounds, drop):
        super().__init__()
        self.rounds = rounds
        self.drop = nn.Dropout2d(drop)
        self.primary = nn.ModuleList([nn.Sequential(nn.Conv2d(channels, 48, 1, bias=False), nn.BatchNorm2d(48), nn.ReLU(),
                                                    nn.Conv2d(48, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()) for _ in range(count)])
        self.after = nn.ModuleList([nn.Sequential(nn.Linear(32, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 8)) for _ in range(count)])
        self.routes = nn.Parameter(torch.randn(count, 2, size, 8) * 0.1)

    def forward(self, features):
        features = self.drop(features)
        found = []
        for primary, after in zip(self.primary, self.after):
            x = primary(features)
            mean = x.mean((2, 3))
            # Statistics pooling: mean and variance of each map (section 3.2).
            spread = ((x - mean[:, :, None, None]) ** 2).mean((2, 3))
            found.append(after(torch.cat([mean, spread], 1)))
        u = squash(torch.stack(found, 1))
        routes = self.routes
        if self.training:
            routes = routes + 0.01 * torch.randn_like(routes)
        # Votes: [N, primary, output, size].
        votes = (routes[None] * u[:, :, None, None, :]).sum(-1)
        weights = torch.zeros_like(votes[..., :1])
        for at in range(self.rounds):
            out = squash((torch.softmax(weights, 1) * votes).sum(1, keepdim=True))
            if at + 1 < self.rounds:
                weights = weights + (votes * out).sum(-1, keepdim=True)
        # The paper's softmax over each dimension of the two capsules, averaged: their mean difference is the logit.
        return (out[:, 0, 1] - out[:, 0, 0]).sum(1, keepdim=True)


def squash(x):
    """Sabour, Frosst, Hinton, NIPS 2017, equation 1."""
    square = (x * x).sum(-1, keepdim=True)
    return square / (1 + square) * x / torch.sqrt(square + 1e-8)


class CapsuleForensics(nn.Module):
    def __init__(self, recipe):
        super().__init__()
        self.early = Backbone(recipe["blocks"])
        self.capsules = Capsules(WIDTHS[recipe["blocks"] - 1][1], recipe["capsules"], recipe["size"], recipe["rounds"], recipe["dropout"])
        self.scale = nn.Parameter(torch.tensor(3.0))
        self.bias = nn.Parameter(torch.zeros(1))

    def begin(self, image):
        # Every other place is enough for the statistics of 14 x 14, which stay those of the full map.
        return self.early(image)[:, :, ::2, ::2]

    def head(self, features):
        return self.capsules(features) * self.scale + self.bias

    def forward(self, image):
        return self.head(self.begin(image)), None


def ready(name, recipe, path):
    """A trained network as it is shipped: the frozen weights of face-swap rounded to float16, as its file holds them."""
    network = NETWORKS[name](recipe[name])
    network.load_state_dict(torch.load(path))
    if name == "face-swap":
        with torch.no_grad():
            for weight in network.features.parameters():
                weight.copy_(weight.half().float())
    return network.eval()


NETWORKS = {"face-swap": FaceSwap, "gan-image": gan_image, "capsule-forensics": CapsuleForensics}

using System.Security.Cryptography;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>Makes handles that people can read and say, such as <c>brave-otter-3f9a</c>.</summary>
internal static class Handles
{
    private static readonly string[] Adjectives =
    [
        "amber", "brave", "bright", "brisk", "calm", "clear", "clever", "cosy", "crisp", "eager", "early", "fair", "fleet", "fond", "fresh", "gentle",
        "glad", "golden", "grand", "happy", "keen", "kind", "lively", "lucky", "mellow", "merry", "neat", "noble", "plain", "proud", "quick", "quiet",
        "rapid", "ready", "sharp", "silver", "smart", "snug", "solid", "steady", "sunny", "swift", "tidy", "vivid", "warm", "wise", "witty", "young",
    ];

    private static readonly string[] Animals =
    [
        "badger", "beaver", "bison", "crane", "cricket", "curlew", "deer", "dolphin", "falcon", "ferret", "finch", "fox", "gecko", "goose", "hare", "hawk",
        "heron", "ibex", "jay", "kestrel", "koala", "lark", "lemur", "lynx", "marten", "mole", "moose", "newt", "otter", "owl", "panda", "pika",
        "plover", "puffin", "quail", "raven", "robin", "seal", "shrew", "stork", "swan", "tern", "toad", "trout", "vole", "walrus", "wombat", "wren",
    ];

    /// <summary>A handle, each time another one.</summary>
    public static string Make() =>
        $"{RandomNumberGenerator.GetItems<string>(Adjectives, 1)[0]}-{RandomNumberGenerator.GetItems<string>(Animals, 1)[0]}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
}

using LocalComputers.Processes.Groups;

namespace LocalComputers.Computers;

/// <summary>What each class of sizes stands for, and the word that the store keeps it by.</summary>
internal static class Sizes
{
    /// <summary>The size of a computer for which none was named.</summary>
    public const Size Default = Size.Medium;

    private const long Gibibyte = 1L << 30;

    private const long ProcessesPerGibibyte = 256;

    /// <summary>The size of that word; null when there is none.</summary>
    public static Size? Find(string word) => word switch
    {
        "small" => Size.Small,
        "medium" => Size.Medium,
        "large" => Size.Large,
        _ => null,
    };

    public static string WordOf(Size size) => size switch
    {
        Size.Small => "small",
        Size.Large => "large",
        _ => "medium",
    };

    /// <summary>What a class stands for.</summary>
    public static Measures MeasuresOf(Size size) => size switch
    {
        Size.Small => new(1 * Gibibyte, 5 * Gibibyte, size),
        Size.Large => new(4 * Gibibyte, 20 * Gibibyte, size),
        _ => new(2 * Gibibyte, 10 * Gibibyte, size),
    };

    /// <summary>What all processes of a computer together may use, where the machine can limit it.</summary>
    public static ResourceLimits LimitsOf(Measures measures) =>
        new(measures.MemoryBytes, (int)(ProcessesPerGibibyte * Math.Max(measures.MemoryBytes / Gibibyte, 1)));
}

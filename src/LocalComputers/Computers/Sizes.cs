using LocalComputers.Processes.Groups;

namespace LocalComputers.Computers;

/// <summary>What each size of a computer stands for, and the word that the store keeps it by.</summary>
internal static class Sizes
{
    /// <summary>The size of a computer for which none was named.</summary>
    public const Size Default = Size.Medium;

    private const long Gibibyte = 1L << 30;

    // As the size classes have it.
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

    /// <summary>The disk that a computer has, in bytes. It is shown, not enforced.</summary>
    public static long DiskOf(ComputerSetup setup) => setup.Measures?.DiskBytes ?? DiskOf(setup.Size);

    /// <summary>What all processes of a computer together may use, where the machine can limit it.</summary>
    public static ResourceLimits LimitsOf(ComputerSetup setup) =>
        setup.Measures is { } own ? new(own.MemoryBytes, (int)(ProcessesPerGibibyte * Math.Max(own.MemoryBytes / Gibibyte, 1))) : LimitsOf(setup.Size);

    /// <summary>The disk that a computer of this size has, in bytes. It is shown, not enforced.</summary>
    public static long DiskOf(Size size) => size switch
    {
        Size.Small => 5 * Gibibyte,
        Size.Large => 20 * Gibibyte,
        _ => 10 * Gibibyte,
    };

    /// <summary>What all processes of a computer together may use, where the machine can limit it.</summary>
    public static ResourceLimits LimitsOf(Size size) => size switch
    {
        Size.Small => new(1 * Gibibyte, 256),
        Size.Large => new(4 * Gibibyte, 1_024),
        _ => ResourceLimits.Default,
    };
}

using Flapjack.ReferenceBackend.Processes.Groups;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>What each size class stands for here.</summary>
internal static class SizeClasses
{
    private const long Gibibyte = 1L << 30;

    public static ComputerSizeClass? Find(string name) => name switch
    {
        "small" => ComputerSizeClass.Small,
        "medium" => ComputerSizeClass.Medium,
        "large" => ComputerSizeClass.Large,
        _ => null,
    };

    /// <summary>The disk that the size class allows, in bytes. It is shown, not enforced.</summary>
    public static long DiskOf(ComputerSizeClass size) => size.Value switch
    {
        "small" => 5 * Gibibyte,
        "large" => 20 * Gibibyte,
        _ => 10 * Gibibyte,
    };

    /// <summary>What all processes together may use, where the machine can limit it.</summary>
    public static ResourceLimits LimitsOf(ComputerSizeClass size) => size.Value switch
    {
        "small" => new(1 * Gibibyte, 256),
        "large" => new(4 * Gibibyte, 1_024),
        _ => ResourceLimits.Default,
    };
}

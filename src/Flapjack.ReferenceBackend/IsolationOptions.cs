using Flapjack.ReferenceBackend.Isolation;

namespace Flapjack.ReferenceBackend;

/// <summary>Checks the isolation that <see cref="FlapjackBackendOptions"/> ask for.</summary>
internal static class IsolationOptions
{
    /// <summary>Refuses options that contradict each other.</summary>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static void Validate(FlapjackBackendOptions options)
    {
        if (!Enum.IsDefined(options.Isolation))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Isolation, "There is no such isolation.");
        }

        if (options.Isolation == ComputerIsolation.None && !options.AllowNetwork)
        {
            throw new ArgumentException("AllowNetwork is false, which only Isolation = Bubblewrap can bring about.", nameof(options));
        }

        if (options.Isolation == ComputerIsolation.None && options.VisiblePaths.Count > 0)
        {
            throw new ArgumentException("VisiblePaths has entries, but without Isolation everything is visible.", nameof(options));
        }

        if (options.VisiblePaths.FirstOrDefault(path => !InsidePaths.AreFreeAt(path)) is { } bad)
        {
            throw new ArgumentException($"VisiblePaths has '{bad}', which is not an absolute path, or means something else inside.", nameof(options));
        }
    }
}

using Flapjack.ReferenceBackend.Words;
using LocalComputers.Isolation;

namespace Flapjack.ReferenceBackend;

/// <summary>Checks the isolation that <see cref="FlapjackBackendOptions"/> ask for.</summary>
internal static class IsolationOptions
{
    /// <summary>How to do without isolation. Each message that says why isolation is impossible ends with these words.</summary>
    public const string OrNone = "or set FlapjackBackendOptions.Isolation to None";

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

        var inside = new InsidePaths(FlapjackNames.Host);
        if (options.VisiblePaths.FirstOrDefault(path => !inside.AreFreeAt(path)) is { } bad)
        {
            throw new ArgumentException($"VisiblePaths has '{bad}', which is not an absolute path, or means something else inside.", nameof(options));
        }
    }
}

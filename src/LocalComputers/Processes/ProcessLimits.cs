using System.Globalization;

namespace LocalComputers.Processes;

/// <summary>A process's limits of one kind, in that kind's unit. <see cref="Unlimited"/> for none.</summary>
internal readonly record struct ProcessLimits(ulong Soft, ulong Hard)
{
    public const ulong Unlimited = ulong.MaxValue;

    // Columns of /proc/<pid>/limits: the name, the soft and the hard limit.
    private const int NameWidth = 26;

    /// <summary>Finds a line of <c>/proc/&lt;pid&gt;/limits</c>; null when it is not there.</summary>
    public static ProcessLimits? Parse(string limits, string name)
    {
        var start = limits.IndexOf(name + " ", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var end = limits.IndexOf('\n', start);
        var values = limits[(start + NameWidth)..(end < 0 ? limits.Length : end)].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new ProcessLimits(Value(values[0]), Value(values[1]));
    }

    private static ulong Value(string text) => text == "unlimited" ? Unlimited : ulong.Parse(text, CultureInfo.InvariantCulture);
}

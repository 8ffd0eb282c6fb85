using System.Text;

namespace LocalComputers.Processes;

/// <summary>The environment that a process was started with.</summary>
internal readonly struct ProcessVariables(byte[] environ)
{
    /// <summary>Whether there is none: the process is gone, another user's, or in the midst of an exec.</summary>
    public bool AreEmpty => environ.Length == 0;

    /// <param name="variable">As <c>NAME=value</c>.</param>
    public bool Contain(string variable) => Contain(Encoding.UTF8.GetBytes(variable));

    /// <param name="variable">As <c>NAME=value</c>, in UTF-8.</param>
    public bool Contain(ReadOnlySpan<byte> variable) => Any(variable, whole: true);

    public bool Have(string name) => Any(Encoding.UTF8.GetBytes(name + "="), whole: false);

    /// <summary>The variable's value; null when it is not there.</summary>
    public string? ValueOf(string name)
    {
        ReadOnlySpan<byte> start = Encoding.UTF8.GetBytes(name + "=");
        ReadOnlySpan<byte> all = environ;
        foreach (var variable in all.Split((byte)0))
        {
            if (all[variable].StartsWith(start))
            {
                return Encoding.UTF8.GetString(all[variable][start.Length..]);
            }
        }

        return null;
    }

    private bool Any(ReadOnlySpan<byte> wanted, bool whole)
    {
        ReadOnlySpan<byte> all = environ;
        for (var from = 0; all[from..].IndexOf(wanted) is >= 0 and int found; from += found + 1)
        {
            var begin = from + found;
            var end = begin + wanted.Length;
            if ((begin == 0 || all[begin - 1] == 0) && (!whole || end == all.Length || all[end] == 0))
            {
                return true;
            }
        }

        return false;
    }
}

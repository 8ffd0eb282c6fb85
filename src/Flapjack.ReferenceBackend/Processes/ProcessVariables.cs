using System.Text;

namespace Flapjack.ReferenceBackend.Processes;

/// <summary>The environment that a process was started with.</summary>
internal readonly struct ProcessVariables(byte[] environ)
{
    /// <param name="variable">As <c>NAME=value</c>.</param>
    public bool Contain(string variable) => Any(Encoding.UTF8.GetBytes(variable), whole: true);

    public bool Have(string name) => Any(Encoding.UTF8.GetBytes(name + "="), whole: false);

    /// <summary>The variable's value; null when it is not there.</summary>
    public string? ValueOf(string name)
    {
        ReadOnlySpan<byte> start = Encoding.UTF8.GetBytes(name + "=");
        ReadOnlySpan<byte> all = environ;
        foreach (Range variable in all.Split((byte)0))
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
        foreach (Range variable in all.Split((byte)0))
        {
            if (whole ? all[variable].SequenceEqual(wanted) : all[variable].StartsWith(wanted))
            {
                return true;
            }
        }

        return false;
    }
}

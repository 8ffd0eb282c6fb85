using System.Text;

namespace LocalComputers.Shells;

/// <summary>A variable of every command on a computer. The value may be a secret, so nothing prints it.</summary>
/// <param name="Key">A POSIX identifier.</param>
/// <param name="Value">Any text without a NUL character.</param>
internal sealed record EnvVar(string Key, string Value)
{
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Key = ").Append(Key).Append(", Value = [hidden]");
        return true;
    }
}

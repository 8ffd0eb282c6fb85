using System.Text;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An environment variable of every command on a computer.</summary>
/// <param name="Key">A POSIX identifier: letters, digits and underscores, not starting with a digit.</param>
/// <param name="Value">Any text without a NUL character. It is treated as a secret: <see cref="ToString"/> does not show it.</param>
/// <remarks><c>POST /api/agents/from-template</c></remarks>
public record ComputerEnvVar(
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("value")] string Value)
{
    /// <summary>Prints the key, and hides the value.</summary>
    /// <param name="builder">Where to print.</param>
    /// <returns>Always true.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Key = ").Append(Key).Append(", Value = [hidden]");
        return true;
    }
}

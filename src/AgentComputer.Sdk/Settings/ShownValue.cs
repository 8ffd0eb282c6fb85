using System.Text.RegularExpressions;
using Shared.Wire.Http;

namespace AgentComputer.Sdk.Settings;

/// <summary>Shows the value of an option in a message, without the parts that may be secret.</summary>
internal static partial class ShownValue
{
    private const int Length = 100;

    public static string Of(string text, string? apiKey)
    {
        var shown = Secret().Replace(new Redaction(apiKey ?? "").Of(text), "[hidden]");
        return $"'{(shown.Length <= Length ? shown : shown[..Length] + "…")}'";
    }

    // These parts may be secret: a text like a key or a JWT, the password in an address, a query, a fragment.
    [GeneratedRegex(@"(?:ak_|eyJ)[\w.-]+|(?<=//)[^/@]*(?=@)|(?<=[?#]).+", RegexOptions.Singleline)]
    private static partial Regex Secret();
}

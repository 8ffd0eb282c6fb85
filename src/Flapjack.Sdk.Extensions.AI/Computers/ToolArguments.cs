using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>The arguments that a model gave to a function. Nobody has compared them with the schema.</summary>
internal sealed class ToolArguments(AIFunctionArguments arguments)
{
    /// <summary>A text that must be there and not be blank.</summary>
    public string Required(string name) => Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw new ToolRefusal($"{name} is required, and must not be blank. Nothing was done.");

    /// <summary>A text; null if there is none.</summary>
    public string? Text(string name) => arguments.GetValueOrDefault(name) switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
        _ => throw new ToolRefusal($"{name} must be a string. Nothing was done."),
    };

    /// <summary>A whole number; null if there is none. Models also write it as a text, or with a fraction of zero.</summary>
    public int? Number(string name, int most)
    {
        var value = arguments.GetValueOrDefault(name);
        if (value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
        {
            return null;
        }

        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= most && number == decimal.Truncate(number)
            ? (int)number
            : throw new ToolRefusal($"{name} must be a whole number, 1 to {most}. Nothing was done.");
    }
}

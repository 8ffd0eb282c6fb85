using System.Text;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>Fills a text: <c>{{field}}</c> and <c>{{a.b}}</c> are replaced by that field of the input. What was put in is not looked at again.</summary>
internal static class PromptTemplate
{
    private const string Begin = "{{";
    private const string End = "}}";

    /// <param name="template">The text.</param>
    /// <param name="input">Where the fields are.</param>
    /// <returns>The text, with texts as they are, and everything else as JSON.</returns>
    /// <exception cref="MappingException">A field is not there, or the text gets too long.</exception>
    public static string Fill(string template, JsonElement input)
    {
        var filled = new StringBuilder();
        var at = 0;
        while (template.IndexOf(Begin, at, StringComparison.Ordinal) is >= 0 and var begin
            && template.IndexOf(End, begin, StringComparison.Ordinal) is >= 0 and var end)
        {
            // Of several braces the last two count, so that {{{name}}} is the name in braces.
            begin = template.LastIndexOf(Begin, end - 1, StringComparison.Ordinal);
            filled.Append(template, at, begin - at).Append(ValueOf(template[(begin + Begin.Length)..end].Trim(), input));
            at = end + End.Length;
            if (filled.Length > InputMapping.MaxBytes)
            {
                throw new MappingException(MappingException.TooLarge, $"The prompt gets more than {InputMapping.MaxBytes} characters. Map less into the step's input.");
            }
        }

        return filled.Append(template, at, template.Length - at).ToString();
    }

    private static string ValueOf(string name, JsonElement input)
    {
        var value = input;
        foreach (var part in name.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(part, out value))
            {
                throw new MappingException(MappingException.NotFound, $"The prompt needs {{{{{name}}}}}, and the step's input has no such field. Map it by inputMapping.");
            }
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }
}

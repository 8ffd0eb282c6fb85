using System.Text.Json;

namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>Reads a condition: a test of what a path finds, or <c>all</c>, <c>any</c> and <c>not</c> of other conditions.</summary>
internal sealed class ConditionReader
{
    // Ours. Each test looks at what the run has brought.
    private const int MostTests = 100;

    private const string Shape = "must be {\"path\",\"operator\",\"value\"}, {\"all\":[…]}, {\"any\":[…]} or {\"not\":…}";

    private int _tests;

    private ConditionReader()
    {
    }

    /// <param name="json">The condition.</param>
    /// <param name="place">What the condition is called in messages.</param>
    /// <exception cref="FormatException">It is no condition. The message is a sentence that names the part that is wrong.</exception>
    public static Condition Read(JsonElement json, string place) => new ConditionReader().ReadOne(json, place);

    private Condition ReadOne(JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{place} {Shape}.");
        }

        var fields = json.EnumerateObject().ToArray();
        return fields is [{ Name: "all" } all] ? new Condition.All(ReadSeveral(all.Value, $"{place}.all"))
            : fields is [{ Name: "any" } any] ? new Condition.Any(ReadSeveral(any.Value, $"{place}.any"))
            : fields is [{ Name: "not" } not] ? new Condition.Not(ReadOne(not.Value, $"{place}.not"))
            : fields.Length > 0 && fields.All(field => field.Name is "path" or "operator" or "value") ? ReadTest(json, place)
            : throw new FormatException($"{place} {Shape}, and have no other fields.");
    }

    private IReadOnlyList<Condition> ReadSeveral(JsonElement json, string place) =>
        json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0
            ? [.. json.EnumerateArray().Select((item, index) => ReadOne(item, $"{place}[{index}]"))]
            : throw new FormatException($"{place} must be an array of at least one condition.");

    private Condition.Test ReadTest(JsonElement json, string place)
    {
        if (++_tests > MostTests)
        {
            throw new FormatException($"{place} is one test too many: a condition has at most {MostTests}.");
        }

        return new(ReadPath(TextOf(json, "path", place), place), ReadOperator(json, place));
    }

    private static JsonPath ReadPath(string text, string place)
    {
        try
        {
            return JsonPath.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{place}.path {e.Message}.", e);
        }
    }

    private static Func<ConditionSubject, bool> ReadOperator(JsonElement json, string place)
    {
        try
        {
            return ConditionTests.Of(TextOf(json, "operator", place), json.TryGetProperty("value", out var value) ? value : null);
        }
        catch (FormatException e) when (e.Message.StartsWith('.'))
        {
            throw new FormatException($"{place}{e.Message}.", e);
        }
    }

    private static string TextOf(JsonElement json, string name, string place) =>
        json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw new FormatException($"{place}.{name} is required, and must be a string.");
}

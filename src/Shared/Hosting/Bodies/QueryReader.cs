using System.Globalization;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;

namespace Shared.Hosting.Bodies;

/// <summary>Reads the query of a request field by field. A field that is empty counts as absent; a field that is there twice is refused.</summary>
/// <remarks>As with <see cref="BodyReader"/>, a function asks for all of its fields before it compares them, so that <see cref="FieldsOf"/> can tell them.</remarks>
internal sealed class QueryReader
{
    private const string StandIn = "text";

    private readonly IQueryCollection _fields;
    private readonly FieldRecorder? _recorder;

    public QueryReader(IQueryCollection query) => _fields = query;

    private QueryReader(FieldRecorder recorder)
        : this(QueryCollection.Empty) => _recorder = recorder;

    /// <summary>The fields that a function reads from a query.</summary>
    public static IReadOnlyList<RequestField> FieldsOf<T>(Func<QueryReader, T> read)
    {
        var recorder = new FieldRecorder();
        try
        {
            _ = read(new(recorder));
        }
        catch (Refusal)
        {
            // A rule about a value refuses the value that stands in for it here. The fields were asked for before.
        }

        return recorder.Fields;
    }

    /// <summary>A text without a NUL character; null when it is absent or empty.</summary>
    public string? Text(string name, string code)
    {
        Asked(name, "string");
        return _fields.TryGetValue(name, out var values) ? Checked(values, name, code) : null;
    }

    public string RequiredText(string name, string code)
    {
        Asked(name, "string", isRequired: true);
        return _recorder is not null ? StandIn : Text(name, code) ?? throw Refusal.Invalid(code, $"The query needs {name}.");
    }

    public string? OneOf(string name, string code, params IReadOnlyList<string> values)
    {
        Asked(name, "string", values: values);
        var text = Text(name, code);
        return text is null || values.Contains(text) ? text : throw NotOneOf(name, code, values);
    }

    public string RequiredOneOf(string name, string code, params IReadOnlyList<string> values)
    {
        Asked(name, "string", isRequired: true, values);
        return _recorder is not null ? values[0] : OneOf(name, code, values) ?? throw NotOneOf(name, code, values);
    }

    public int? WholeNumber(string name, string code, int min, int max)
    {
        Asked(name, "integer");
        return Text(name, code) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
            : throw Refusal.Invalid(code, $"{name} must be a whole number from {min} to {max}.");
    }

    /// <summary>A UUID, in lower case, as ids are stored; null when it is absent.</summary>
    public string? Uuid(string name, string code)
    {
        Asked(name, "string");
        return Text(name, code) is not { } text ? null : Ids.TryRead(text, out var id) ? id : throw Refusal.Invalid(code, $"{name} must be a UUID.");
    }

    public string RequiredUuid(string name, string code)
    {
        Asked(name, "string", isRequired: true);
        return _recorder is not null ? Guid.Empty.ToString() : Uuid(name, code) ?? throw Refusal.Invalid(code, $"The query needs {name}, a UUID.");
    }

    private static string? Checked(Microsoft.Extensions.Primitives.StringValues values, string name, string code) =>
        values.Count > 1 ? throw Refusal.Invalid(code, $"{name} is {values.Count} times in the query; send it once.")
        : values.ToString() is not { Length: > 0 } text ? null
        : text.Contains('\0', StringComparison.Ordinal) ? throw Refusal.Invalid(code, $"{name} holds a NUL character.")
        : text;

    private void Asked(string name, string type, bool isRequired = false, IReadOnlyList<string>? values = null) =>
        _recorder?.Add(new(name, type, isRequired) { Values = values });

    private static Refusal NotOneOf(string name, string code, IReadOnlyList<string> values) =>
        Refusal.Invalid(code, $"{name} must be one of {string.Join(", ", values)}.");
}

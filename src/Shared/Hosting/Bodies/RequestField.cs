namespace Shared.Hosting.Bodies;

/// <summary>A field that a route reads from the body, the form or the query of its requests.</summary>
/// <param name="Name">The field's name on the wire.</param>
/// <param name="Type">The JSON type of its value, as JSON Schema names it; <see cref="File"/> for a file; null for any type.</param>
/// <param name="IsRequired">Whether a request without the field is refused.</param>
internal sealed record RequestField(string Name, string? Type, bool IsRequired)
{
    /// <summary>The type of a file in a form.</summary>
    public const string File = "file";

    /// <summary>Whether the field may be sent as null. Null counts as absent, and in a PATCH it empties the field.</summary>
    public bool TakesNull { get; init; } = !IsRequired;

    /// <summary>The values that the field can have; null if there is no such list.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The fields of the object, or of the objects in the array; null for a value without known fields.</summary>
    public IReadOnlyList<RequestField>? Fields { get; init; }
}

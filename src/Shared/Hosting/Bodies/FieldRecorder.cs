namespace Shared.Hosting.Bodies;

/// <summary>Writes down which fields a reader asks for. It stands in a reader that has no request, so that a route can say which fields it reads.</summary>
internal sealed class FieldRecorder
{
    private readonly List<RequestField> _fields = [];

    /// <summary>The fields so far, each once, in the order in which they were asked for.</summary>
    public IReadOnlyList<RequestField> Fields => _fields;

    public void Add(RequestField field)
    {
        if (!_fields.Exists(known => known.Name == field.Name))
        {
            _fields.Add(field);
        }
    }
}

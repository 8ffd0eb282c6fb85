using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shared.Wire.Json;

namespace Shared.Wire.Streaming;

/// <summary>
/// The events of one kind of stream: a row for each name, which says how the event's data is read and whether the event is the last of its stream.
/// Each method that adds a row returns a new table.
/// </summary>
internal sealed class EventTable<T> where T : class
{
    private readonly Func<string, JsonElement, T> _unknown;
    private readonly Row[] _rows;

    /// <param name="unknown">Makes an event of a name that has no row, from the name and the data.</param>
    public EventTable(Func<string, JsonElement, T> unknown)
        : this(unknown, [])
    {
    }

    private EventTable(Func<string, JsonElement, T> unknown, Row[] rows) => (_unknown, _rows) = (unknown, rows);

    /// <summary>Reads what an event carries.</summary>
    /// <exception cref="JsonException">The data is not what such an event carries.</exception>
    public delegate T Reader(ReadOnlySpan<byte> data);

    /// <summary>Adds a row for an event that others follow.</summary>
    public EventTable<T> On(string name, Reader read) => With(name, read, isLast: false);

    /// <inheritdoc cref="On(string, Reader)"/>
    public EventTable<T> On<TEvent>(string name, JsonTypeInfo<TEvent> type) where TEvent : T => On(name, data => WireJson.Read(data, type));

    /// <summary>Adds a row for an event whose name says the most. If its data is no object, the event has no fields, and the stream goes on.</summary>
    /// <param name="name">The event's name on the wire.</param>
    /// <param name="type">The event's fields.</param>
    /// <param name="bare">Makes the event from the fields that are unknown: the data itself, as <c>data</c>, or null if there is none.</param>
    public EventTable<T> On<TEvent>(string name, JsonTypeInfo<TEvent> type, Func<IDictionary<string, JsonElement>?, TEvent> bare) where TEvent : T =>
        On(name, data => ReadNamed(data, type, bare));

    /// <summary>Adds a row for an event after which the stream has ended in good order.</summary>
    public EventTable<T> Last(string name, Reader read) => With(name, read, isLast: true);

    /// <inheritdoc cref="Last(string, Reader)"/>
    public EventTable<T> Last<TEvent>(string name, JsonTypeInfo<TEvent> type) where TEvent : T => Last(name, data => WireJson.Read(data, type));

    /// <inheritdoc cref="On{TEvent}(string, JsonTypeInfo{TEvent}, Func{IDictionary{string, JsonElement}?, TEvent})"/>
    public EventTable<T> Last<TEvent>(string name, JsonTypeInfo<TEvent> type, Func<IDictionary<string, JsonElement>?, TEvent> bare) where TEvent : T =>
        Last(name, data => ReadNamed(data, type, bare));

    /// <summary>Reads the event of a frame.</summary>
    /// <exception cref="JsonException">The data is not what such an event carries.</exception>
    public T Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, out bool isLast)
    {
        var row = Find(name);
        isLast = row is { IsLast: true };
        return row is not null ? row.Read(data) : _unknown(Encoding.UTF8.GetString(name), WireJson.ReadAny(data));
    }

    /// <summary>Reads an event that was written as one object, with its name as <c>type</c>; null if the object names none.</summary>
    /// <exception cref="JsonException">The object is not such an event.</exception>
    public T? ReadObject(JsonElement json) =>
        WireJson.TextOf(json, "type") is not { } name ? null
        : Find(Encoding.UTF8.GetBytes(name)) is { } row ? row.Read(JsonMarshal.GetRawUtf8Value(json))
        // An unknown event was written with its data as one property.
        : _unknown(name, json.TryGetProperty("data", out var data) ? data : default);

    private EventTable<T> With(string name, Reader read, bool isLast) => new(_unknown, [.. _rows, new(Encoding.UTF8.GetBytes(name), read, isLast)]);

    private static TEvent ReadNamed<TEvent>(ReadOnlySpan<byte> data, JsonTypeInfo<TEvent> type, Func<IDictionary<string, JsonElement>?, TEvent> bare)
    {
        var json = data.IsEmpty ? default : WireJson.Parse(data, type);
        return json.ValueKind switch
        {
            JsonValueKind.Object => WireJson.Read(json, type),
            JsonValueKind.Undefined or JsonValueKind.Null => bare(null),
            _ => bare(new Dictionary<string, JsonElement> { ["data"] = json }),
        };
    }

    private Row? Find(ReadOnlySpan<byte> name)
    {
        foreach (var row in _rows)
        {
            if (name.SequenceEqual(row.Name))
            {
                return row;
            }
        }

        return null;
    }

    private sealed record Row(byte[] Name, Reader Read, bool IsLast);
}

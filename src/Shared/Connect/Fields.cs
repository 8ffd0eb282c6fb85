using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Shared.Connect;

/// <summary>Makes the fields of messages by their types. What <c>get</c> returns as null is not written.</summary>
internal static class Fields
{
    public static MessageField<T> Text<T>(string name, Func<T, string?> get, Action<T, string> set) => new(
        name,
        (writer, field, message) =>
        {
            if (get(message) is { } value)
            {
                writer.WriteString(field, value);
            }
        },
        (ref reader, message) => set(message, JsonValues.Text(ref reader)));

    public static MessageField<T> Number<T>(string name, Func<T, long?> get, Action<T, uint> set) => new(
        name, (writer, field, message) => Write(writer, field, get(message)), (ref reader, message) => set(message, (uint)JsonValues.Number(ref reader, 0, uint.MaxValue)));

    public static MessageField<T> SignedNumber<T>(string name, Func<T, long?> get, Action<T, int> set) => new(
        name, (writer, field, message) => Write(writer, field, get(message)), (ref reader, message) => set(message, (int)JsonValues.Number(ref reader, int.MinValue, int.MaxValue)));

    public static MessageField<T> Flag<T>(string name, Func<T, bool?> get, Action<T, bool> set) => new(
        name,
        (writer, field, message) =>
        {
            if (get(message) is { } value)
            {
                writer.WriteBoolean(field, value);
            }
        },
        (ref reader, message) => set(message, reader.GetBoolean()));

    public static MessageField<T> Bytes<T>(string name, Func<T, ByteString?> get, Action<T, ByteString> set) => new(
        name,
        (writer, field, message) =>
        {
            if (get(message) is { } value)
            {
                writer.WriteBase64String(field, value.Span);
            }
        },
        (ref reader, message) => set(message, UnsafeByteOperations.UnsafeWrap(JsonValues.Bytes(ref reader))));

    /// <param name="name">The field's name.</param>
    /// <param name="names">The names of the values that are known. Any other value is a number.</param>
    /// <param name="get">The value of a message; null for none.</param>
    /// <param name="set">Puts a value into a message.</param>
    public static MessageField<T> Enumeration<T>(string name, IReadOnlyDictionary<string, int> names, Func<T, int?> get, Action<T, int> set) => new(
        name,
        (writer, field, message) =>
        {
            if (get(message) is { } value)
            {
                WriteName(writer, field, names, value);
            }
        },
        (ref reader, message) => set(message, JsonValues.Enumeration(ref reader, names)));

    public static MessageField<T> Message<T, TValue>(string name, MessageJson<TValue> json, Func<T, TValue?> get, Action<T, TValue> set) where TValue : class, new() => new(
        name,
        (writer, field, message) =>
        {
            if (get(message) is { } value)
            {
                writer.WritePropertyName(field);
                json.Write(writer, value);
            }
        },
        (ref reader, message) => set(message, json.Read(ref reader)));

    public static MessageField<T> Texts<T>(string name, Func<T, RepeatedField<string>> get) => new(
        name,
        (writer, field, message) => WriteAll(writer, field, get(message), writer.WriteStringValue),
        (ref reader, message) =>
        {
            JsonValues.ThrowUnlessArray(ref reader);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                get(message).Add(JsonValues.Text(ref reader));
            }
        });

    public static MessageField<T> Messages<T, TValue>(string name, MessageJson<TValue> json, Func<T, RepeatedField<TValue>> get) where TValue : class, new() => new(
        name,
        (writer, field, message) => WriteAll(writer, field, get(message), value => json.Write(writer, value)),
        (ref reader, message) =>
        {
            JsonValues.ThrowUnlessArray(ref reader);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                get(message).Add(json.Read(ref reader));
            }
        });

    public static MessageField<T> TextMap<T>(string name, Func<T, MapField<string, string>> get) => new(
        name,
        (writer, field, message) =>
        {
            if (get(message) is { Count: > 0 } map)
            {
                writer.WriteStartObject(field);
                foreach (var (key, value) in map)
                {
                    writer.WriteString(key, value);
                }

                writer.WriteEndObject();
            }
        },
        (ref reader, message) => JsonValues.ReadMap(ref reader, get(message)));

    private static void Write(Utf8JsonWriter writer, JsonEncodedText field, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(field, number);
        }
    }

    private static void WriteName(Utf8JsonWriter writer, JsonEncodedText field, IReadOnlyDictionary<string, int> names, int value)
    {
        if (names.FirstOrDefault(known => known.Value == value).Key is { } text)
        {
            writer.WriteString(field, text);
        }
        else
        {
            writer.WriteNumber(field, value);
        }
    }

    private static void WriteAll<TValue>(Utf8JsonWriter writer, JsonEncodedText field, RepeatedField<TValue> values, Action<TValue> write)
    {
        if (values.Count > 0)
        {
            writer.WriteStartArray(field);
            foreach (var value in values)
            {
                write(value);
            }

            writer.WriteEndArray();
        }
    }
}

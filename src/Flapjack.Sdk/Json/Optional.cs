using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>
/// A field of an update. It is one of three things: left out, which leaves the field as it is; null, which clears it; or a value. A value or null is
/// assigned as it is, <c>Description = null</c>; a field that is not assigned is left out.
/// </summary>
/// <typeparam name="T">The type of the field, nullable if the field can be cleared.</typeparam>
#pragma warning disable CA1716 // The name is a keyword in Visual Basic alone, which writes it in brackets.
public readonly record struct Optional<T> : IOptional
#pragma warning restore CA1716
{
    /// <summary>Makes a field that is sent.</summary>
    /// <param name="value">What to send; null clears the field.</param>
    public Optional(T value) => (Value, IsSet) = (value, true);

    /// <summary>Whether the field is sent. False for a field that nobody assigned.</summary>
    public bool IsSet { get; }

    /// <summary>The value to send. It is also null if the field is left out; <see cref="IsSet"/> tells the two apart.</summary>
    public T? Value { get; }

    object? IOptional.Value => Value;

    Type IOptional.ValueType => typeof(T);

    /// <summary>Makes a field that is sent.</summary>
    /// <param name="value">What to send; null clears the field.</param>
    public static implicit operator Optional<T>(T value) => new(value);

    /// <summary>The value, <c>null</c>, or <c>(left out)</c>.</summary>
    public override string ToString() => !IsSet ? "(left out)" : Value?.ToString() ?? "null";
}

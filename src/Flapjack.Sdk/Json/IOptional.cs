namespace Flapjack.Sdk.Json;

/// <summary>What an <see cref="Optional{T}"/> holds, for code that does not know its type and must not find it by reflection.</summary>
internal interface IOptional
{
    /// <summary>The value; null also if the field is left out.</summary>
    object? Value { get; }

    Type ValueType { get; }
}

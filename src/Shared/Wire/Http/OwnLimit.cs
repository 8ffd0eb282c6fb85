namespace Shared.Wire.Http;

/// <summary>How long the caller allows for what a request starts.</summary>
/// <param name="Time">The time.</param>
/// <param name="Option">Where the caller set it, for messages: a type and its property.</param>
internal readonly record struct OwnLimit(TimeSpan Time, string Option);

using Shared.Wire.Http;

namespace Shared.Wire.Streaming;

/// <summary>An addition to the wire without which a stream must not be opened, or can't be.</summary>
/// <param name="Addition">The addition that the server must have announced.</param>
/// <param name="Purpose">What needs it, for the message: a method or an option of the caller's.</param>
/// <param name="Probe">A request that is free and safe; its answer tells what the server announces.</param>
internal sealed record StreamRequirement(string Addition, string Purpose, ApiRequest Probe);

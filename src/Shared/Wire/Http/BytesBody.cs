namespace Shared.Wire.Http;

/// <summary>A body that is in memory, and no JSON of a <see cref="JsonBody"/>.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="MediaType">What they are.</param>
internal sealed record BytesBody(byte[] Content, string MediaType);

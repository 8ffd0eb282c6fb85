namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>The picture of an agent in the marketplace.</summary>
/// <param name="ContentType">Its media type, for example <c>image/png</c>.</param>
/// <param name="Bytes">The file.</param>
internal sealed record Avatar(string ContentType, byte[] Bytes);

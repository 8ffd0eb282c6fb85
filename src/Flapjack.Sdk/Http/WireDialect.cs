namespace Flapjack.Sdk.Http;

/// <summary>What one vendor's wire calls the things that every vendor's wire has. The rest of this folder knows none of these words.</summary>
/// <param name="AuthorizationScheme">The word before the key in <c>Authorization</c>.</param>
/// <param name="ExtensionsHeader">The header in which a server announces its additions to the wire.</param>
/// <param name="HeartbeatExtensions">The additions that, announced together, promise that an open stream is never silent for long; empty if nothing promises that.</param>
internal sealed record WireDialect(string AuthorizationScheme, string ExtensionsHeader, IReadOnlyList<string> HeartbeatExtensions);

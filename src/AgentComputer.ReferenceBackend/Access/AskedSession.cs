using AgentComputer.ReferenceBackend.Sessions;

namespace AgentComputer.ReferenceBackend.Access;

/// <summary>What a caller says of a new access session.</summary>
/// <param name="Kind">In which way it opens the computer, of <see cref="SessionKinds"/>.</param>
/// <param name="Lifetime">How long.</param>
internal sealed record AskedSession(string Kind, TimeSpan Lifetime);

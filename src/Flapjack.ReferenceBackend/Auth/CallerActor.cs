using LocalComputers.Computers;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Auth;

/// <summary>Translates between a caller of the server and an actor of the engine and the audit log.</summary>
internal static class CallerActor
{
    extension(Caller caller)
    {
        /// <summary>The caller as the engine and the audit log name it.</summary>
        public Actor Actor => new(caller.Kind, caller.Id);

        public static Caller Of(string orgId, IReadOnlyList<string> scopes, Actor actor) => new(orgId, scopes, actor.Kind, actor.Id);
    }
}

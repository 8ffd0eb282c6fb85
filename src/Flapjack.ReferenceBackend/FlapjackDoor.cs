using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Limits;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend;

/// <summary>Flapjack's door to the engine: the frames and names, the rate limits, the webhooks and the audit log.</summary>
internal static class FlapjackDoor
{
    private const string Additions = "idempotent-exec, resume, detach, stop, exact-output, idempotent-messages, resume-messages";

    /// <summary>The headers of every answer. They announce our additions, unless the options switch those off.</summary>
    public static IReadOnlyDictionary<string, string> HeadersOf(FlapjackBackendOptions options) =>
        options.Extensions ? new Dictionary<string, string> { ["Flapjack-Extensions"] = Additions } : new Dictionary<string, string>();

    public static Door Of(FlapjackBackendOptions options, AgentEvents events, AuditLog audit)
    {
        var limiter = options.RateLimits is { } limits ? new ExecLimiter(limits, options.TimeProvider) : null;
        return new()
        {
            NewFormat = idPrefix => new SseFormat(idPrefix),
            Execs = new ExecEvents(ComputerIdFields.Of(options.Naming)),
            Bootstraps = new BootstrapEvents(),
            Self = AuditActor.Backend,
            CheckLimits = limiter is null ? null : limiter.Check,
            Admit = limiter is null ? null : limiter.Take,
            ComputerMoved = events.Moved,
            CommandEnded = new CommandAudit(audit).Ended,
            Swept = () => limiter?.Sweep(),
        };
    }
}

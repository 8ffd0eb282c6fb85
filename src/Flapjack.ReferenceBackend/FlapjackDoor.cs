using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Limits;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend;

/// <summary>Flapjack's door to the engine: its frames and names, its rate limits, its webhooks and its audit log.</summary>
internal static class FlapjackDoor
{
    public static Door Of(FlapjackBackendOptions options, AgentEvents events, AuditLog audit)
    {
        var limiter = options.RateLimits is { } limits ? new ExecLimiter(limits, options.TimeProvider) : null;
        return new()
        {
            NewFormat = idPrefix => new SseFormat(idPrefix),
            Execs = new ExecEvents(ComputerIdFields.Of(options.Naming)),
            Bootstraps = new BootstrapEvents(),
            Self = AuditActor.Backend,
            Admit = limiter is null ? null : limiter.Take,
            ComputerMoved = events.Moved,
            CommandEnded = new CommandAudit(audit).Ended,
            Swept = () => limiter?.Sweep(),
        };
    }
}

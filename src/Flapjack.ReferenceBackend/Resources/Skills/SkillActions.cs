using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>
/// Gives agents the operations of the OpenAPI documents that are attached to them as skills, as <c>{slug of the skill}__{operation}</c>. An operation is called at the
/// first server of its document, with the credential of the attachment. That, and the limits, are ours.
/// </summary>
/// <param name="attached">The skills of a turn.</param>
/// <param name="requests">Sends the calls.</param>
/// <param name="allowLoopback">Whether a server may be on this machine, also over http.</param>
internal sealed class SkillActions(AttachedSkills attached, SkillRequests requests, bool allowLoopback) : IToolSource
{
    /// <summary>How many operations a skill brings: the first of its document.</summary>
    public const int MaxOperations = 50;

    /// <summary>How many operations all skills bring together.</summary>
    public const int MaxTools = 128;

    private const string SpanKind = "tool";

    private static readonly TimeSpan Limit = SkillRequests.Limit + TimeSpan.FromSeconds(5);

    public Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken)
    {
        var tools = new Dictionary<string, AgentTool>(StringComparer.Ordinal);
        var faults = new List<ToolFault>();
        foreach (var skill in attached.List(turn).Where(skill => skill.Skill.Source == SkillDocument.OpenApiAction))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Add(skill);
            }
            catch (SkillCredentialException e)
            {
                faults.Add(new(SpanKind, skill.Name, e.Message));
            }
        }

        return Task.FromResult(new ToolOffer([.. tools.Values]) { Faults = faults });

        void Add(AttachedSkill skill)
        {
            var document = OpenApiDocument.Read(skill.Skill.Content ?? "");
            if (ServerOf(document, skill) is not { } server)
            {
                faults.Add(new(SpanKind, skill.Name, "The first server of the OpenAPI document has no https address, so its operations can't be called."));
                return;
            }

            var token = attached.TokenOf(skill);
            foreach (var operation in document!.Operations(MaxOperations))
            {
                var name = ToolName.Of(Slug.Of(skill.Name) is { Length: > 0 } slug ? slug : "skill", "__", operation.Id);
                name = tools.ContainsKey(name) ? ToolName.Another(name, $"{skill.Id} {operation.Method} {operation.Path}") : name;
                var fault = operation.Fault ?? (tools.Count >= MaxTools ? $"the agent has {MaxTools} operations of skills already" : null);
                if (fault is not null)
                {
                    faults.Add(new(SpanKind, skill.Name, $"The operation {operation.Method} {operation.Path} is not offered: {fault}."));
                }
                else
                {
                    tools.TryAdd(name, ToolOf(name, server, operation, token));
                }
            }

            if (document.CountOperations() is > MaxOperations and var all)
            {
                faults.Add(new(SpanKind, skill.Name, $"The document has {all} operations, and the agent gets the first {MaxOperations} of them."));
            }
        }
    }

    private Uri? ServerOf(OpenApiDocument? document, AttachedSkill skill) =>
        document?.ServerAt(skill.Skill.SourceUrl) is { } server && (server.Scheme == Uri.UriSchemeHttps || (allowLoopback && server.IsLoopback)) ? server : null;

    private AgentTool ToolOf(string name, Uri server, OpenApiOperation operation, string? token) => new(
        name,
        operation.Description,
        operation.Schema,
        (call, cancellationToken) => OpenApiCall.FaultOf(server, operation, call.Arguments, out var address) is { } fault
            ? Task.FromResult(ToolOutcome.Error($"{fault} Correct the arguments and call {name} again."))
            : requests.SendAsync(name, OpenApiCall.Create(operation, address!, call.Arguments, token), cancellationToken))
    {
        SpanKind = SpanKind,
        Limit = Limit,
    };
}

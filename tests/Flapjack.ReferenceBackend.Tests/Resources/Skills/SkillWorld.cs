using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Resources.Skills;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Resources.Skills;

/// <summary>An agent and a runner with skills, without HTTP and without a turn loop.</summary>
internal sealed class SkillWorld : IDisposable
{
    private readonly StoredAgent _agent = new(new FakeTimeProvider());

    public AttachedSkills Attached => new(new(_agent.Store, "skills", new("skills", "skill"), _agent.Clock), Table, _agent.Secrets);

    public TurnScope Chat => _agent.Turn;

    public TurnScope Step => _agent.Step;

    public TurnScope StepWithoutAgent => _agent.StepWithoutAgent;

    private OrgTable<SkillDocument> Table => SkillsApi.TableOf(_agent.Store, _agent.Clock);

    /// <summary>What the model is told in a turn; null for nothing.</summary>
    public string? Told(TurnScope turn) => new SkillContext(Attached).Find(turn)?.Text;

    /// <summary>Installs a skill.</summary>
    /// <returns>The skill's id.</returns>
    public string Install(string content, string name = "Git", string source = SkillDocument.SkillMd, string status = SkillDocument.Active, string? url = null) => Table.Add(
        StoredAgent.OrgId,
        new() { Name = name, Source = source, SourceRef = Guid.NewGuid().ToString(), SourceUrl = url, Content = content, Status = status }).Id;

    /// <param name="skillId">The skill.</param>
    /// <param name="to"><c>agent_skills</c> or <c>runner_skills</c>.</param>
    /// <param name="promptOverride">As JSON.</param>
    /// <param name="credential">As JSON; null for none.</param>
    public void Attach(string skillId, string to = "agent_skills", string promptOverride = "null", string? credential = null)
    {
        var encrypted = credential is null ? "null" : $"\"{_agent.Secrets.Protect(TurnAttachments.CredentialPurpose, credential)}\"";
        _agent.Attach(to, "skills", skillId, $$"""{"prompt_override":{{promptOverride}},"credential":{{encrypted}}}""");
    }

    public void LoseKeys() => _agent.LoseKeys();

    public void Delete(string skillId) => _agent.Store.Write(db => db.Execute("DELETE FROM skills WHERE id = $id", ("$id", skillId)));

    public void Dispose() => _agent.Dispose();
}

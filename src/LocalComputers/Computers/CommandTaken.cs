using System.Text;

namespace LocalComputers.Computers;

/// <summary>A command was taken on. It is stored, and not started yet.</summary>
/// <param name="AgentId">On whose computer.</param>
/// <param name="ExecId">The command.</param>
/// <param name="Command">What <c>bash -lc</c> is given. It may hold secrets, so nothing prints it.</param>
/// <param name="WorkingDir">As sent; null for the default.</param>
internal sealed record CommandTaken(string AgentId, string ExecId, string Command, string? WorkingDir)
{
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("AgentId = ").Append(AgentId).Append(", ExecId = ").Append(ExecId).Append(", Command = [hidden]");
        return true;
    }
}

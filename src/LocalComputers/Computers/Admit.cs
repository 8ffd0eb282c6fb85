namespace LocalComputers.Computers;

/// <summary>
/// Admits a command, or refuses it by an exception, which goes to the caller that asked for the command. The engine asks last: a command that was
/// admitted is taken on, unless the disk refuses.
/// </summary>
/// <param name="orgId">Whose command it is.</param>
/// <param name="agentId">On whose computer it is to run.</param>
internal delegate IAdmission Admit(string orgId, string agentId);

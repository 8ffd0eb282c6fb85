namespace Flapjack.ReferenceBackend.Tests.Computers.Bootstrap;

/// <summary>A fact about files of another user: skipped, with the reason, where this process may not give files away.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactForRootAttribute : FactAttribute
{
    public FactForRootAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "Only root can give a file to another user.";
}

namespace Flapjack.ReferenceBackend;

/// <summary>
/// Which of the wire's two names for the same thing the backend answers with. The product was renamed from sandbox to computer, and
/// its documents only half.
/// </summary>
public enum ComputerNaming
{
    /// <summary>Both: <c>computer</c> and <c>sandbox</c>, <c>computerId</c> and <c>sandboxId</c>. The default.</summary>
    Both,

    /// <summary>Only <c>computer</c> and <c>computerId</c>, as the newer documents have it.</summary>
    Computer,

    /// <summary>Only <c>sandbox</c> and <c>sandboxId</c>, as the older documents have it.</summary>
    Sandbox,
}

namespace LocalComputers;

/// <summary>What the things are called that the engine makes on the host and inside of computers. Each door to the engine has its own product.</summary>
/// <param name="product">The product's name, of letters only.</param>
/// <param name="user">The user whose home a computer's home is inside the isolation; null for a user of the product's name.</param>
internal sealed class HostNames(string product, string? user = null)
{
    private readonly string _variable = product.ToUpperInvariant();

    public string Product { get; } = product;

    /// <summary>Who says what the engine itself adds to a log that users read; also the name of an isolated host.</summary>
    public string Word { get; } = product.ToLowerInvariant();

    /// <summary>How the names of control groups and of temporary data directories begin.</summary>
    public string Prefix => $"{Word}-";

    public string DatabaseFile => $"{Word}.db";

    public string LockFile => $"{Word}.lock";

    public string HolderFile => $"{Word}.pid";

    /// <summary>The user's home inside the isolation.</summary>
    public string Home => $"/home/{user ?? Word}";

    /// <summary>The folder of the login shell's own files inside the isolation.</summary>
    public string Login => $"/etc/{Word}";

    /// <summary>Every process of a computer carries this variable with the computer's id.</summary>
    public string ComputerMarker => field ??= $"{_variable}_COMPUTER_ID";

    /// <summary>Every process of a command carries this variable with the command's id.</summary>
    public string CommandMarker => field ??= $"{_variable}_EXEC_ID";

    /// <summary>Tells the login shell that it starts at a gate; also what the shell calls the function by which it waits for its command.</summary>
    public string LoginGateVariable => field ??= $"{_variable}_LOGIN_GATE";

    /// <summary>Carries the real HOME to the login shell, whose own HOME is another.</summary>
    public string LoginHomeVariable => field ??= $"{_variable}_LOGIN_HOME";
}

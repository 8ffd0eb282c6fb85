namespace LocalComputers.Computers;

/// <summary>That a command was admitted, and counts among those that run until this is disposed of.</summary>
internal interface IAdmission : IDisposable
{
    /// <summary>Takes the admission back of a command that was not taken on after all: it counts nowhere then.</summary>
    void Withdraw();
}

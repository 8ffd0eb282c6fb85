namespace LocalComputers.Computers;

/// <summary>The admission of one command. The command counts as running until this is disposed of.</summary>
internal interface IAdmission : IDisposable
{
    /// <summary>Takes the admission back, because the command was not taken on after all: it counts nowhere.</summary>
    void Withdraw();
}

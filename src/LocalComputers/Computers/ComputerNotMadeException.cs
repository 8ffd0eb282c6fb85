using LocalComputers.Storage;

namespace LocalComputers.Computers;

/// <summary>A computer's folder could not be made, so there is no computer. The message is for its owner, who must not see paths of the host.</summary>
/// <param name="reason">Why the folder could not be made.</param>
/// <param name="askAgain">A sentence that says how the owner asks for the computer again.</param>
internal sealed class ComputerNotMadeException(Exception reason, string askAgain) : Exception(
    $"the computer could not be created: {(StoreException.MeansFullDisk(reason) ? "the backend's disk is full" : "the backend's log tells why")}. {askAgain}",
    reason);
